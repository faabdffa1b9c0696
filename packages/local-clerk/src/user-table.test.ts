import { expect, test } from "vitest";
import { countUsers, listUsers, userFilterSchema, userListSchema } from "./backend/user-list.ts";
import { USER_DEFAULTS, type UserRecord } from "./records.ts";
import { UserTable } from "./user-table.ts";
import { newEmail } from "./users.ts";

const MANY = 5_000;

function record(n: number, createdAt = n): UserRecord {
  return {
    ...USER_DEFAULTS,
    id: `user_${n}`,
    externalId: null,
    firstName: null,
    lastName: null,
    emails: [newEmail(`Person-${n}@example.com`)],
    primaryEmailId: null,
    passwordHash: null,
    passwordChangedAt: null,
    publicMetadata: {},
    privateMetadata: {},
    unsafeMetadata: {},
    createdAt,
    updatedAt: createdAt,
    lastSignInAt: null,
    lastActiveAt: null,
  };
}

/** Many users, and how many of them were looked at since it was asked last. */
function manyUsers() {
  const table = new UserTable();
  const looked = new Set<string>();
  for (let n = 0; n < MANY; n += 1) {
    const watched = new Proxy(record(n), {
      get(user, key) {
        looked.add(user.id);
        return Reflect.get(user, key);
      },
    });
    table.add(watched);
  }
  return {
    table,
    lookedAt(): number {
      const { size } = looked;
      looked.clear();
      return size;
    },
  };
}

const list = (table: UserTable, query: object) =>
  listUsers(table, userListSchema.parse(query)).map(({ id }) => id);

test.each([
  ["the first page", {}, ["user_4999", "user_4998"]],
  ["the oldest", { order_by: ["created_at"], offset: ["1"] }, ["user_1", "user_2"]],
  ["some ids", { user_id: ["+user_7", "user_9", "user_none"] }, ["user_9", "user_7"]],
  ["some addresses", { email_address: ["PERSON-8@example.com"] }, ["user_8"]],
])("%s of many users looks at few", (_, query, ids) => {
  const { table, lookedAt } = manyUsers();
  lookedAt();
  expect(list(table, { limit: ["2"], ...query })).toEqual(ids);
  expect(lookedAt()).toBeLessThan(10);
});

test.each([
  ["all", {}, MANY],
  ["some ids", { user_id: ["user_7", "user_none"] }, 1],
])("counts %s of many users without a look at the others", (_, query, count) => {
  const { table, lookedAt } = manyUsers();
  lookedAt();
  expect(countUsers(table, userFilterSchema.parse(query))).toBe(count);
  expect(lookedAt()).toBeLessThan(10);
});

test("the order holds when an older user comes later, and after a user has gone", () => {
  const table = new UserTable();
  const [first, second, third] = [record(1, 100), record(2, 300), record(3, 200)];
  for (const user of [first, second, third]) table.add(user);
  expect(list(table, {})).toEqual(["user_2", "user_3", "user_1"]);
  table.delete(second);
  expect(list(table, {})).toEqual(["user_3", "user_1"]);
  table.add(record(4, 200));
  expect(list(table, {})).toEqual(["user_3", "user_4", "user_1"]);
  expect(list(table, { order_by: ["+created_at"] })).toEqual(["user_1", "user_3", "user_4"]);
  table.clear();
  expect(list(table, {})).toEqual([]);
});

test("an address leads to whoever has it now", () => {
  const table = new UserTable();
  const user = record(1);
  table.add(user);
  user.emails = [newEmail("new@example.com")];
  table.readdress(user);
  expect([...table.withAddress("NEW@example.com")]).toEqual([user]);
  expect([...table.withAddress("person-1@example.com")]).toEqual([]);
  table.delete(user);
  expect([...table.withAddress("new@example.com")]).toEqual([]);
});
