import { z } from "zod";
import { phoneText } from "../identifiers.ts";
import { primaryEmail, type UserRecord } from "../records.ts";
import type { UserTable } from "../user-table.ts";

const texts = z.array(z.string()).max(100, "takes up to 100 values").optional();
/** Milliseconds since 1970. */
const time = z.tuple([z.coerce.number().int().min(0)]).optional();

/** `email_address=a&email_address=b`: any of them. A filter that is not named here answers 501, not everybody. */
export const userFilterSchema = z.strictObject({
  email_address: texts,
  phone_number: texts,
  username: texts,
  user_id: texts,
  external_id: texts,
  query: z.tuple([z.string()]).optional(),
  last_active_at_since: time,
  last_active_at_after: time,
  last_active_at_before: time,
  created_at_after: time,
  created_at_before: time,
  last_sign_in_at_after: time,
  last_sign_in_at_before: time,
});

type Filter = z.infer<typeof userFilterSchema>;

function primaryPhone(user: UserRecord): string {
  return user.phones.find((phone) => phone.id === user.primaryPhoneId)?.number ?? "";
}

const SORT_KEYS = {
  created_at: (user) => user.createdAt,
  updated_at: (user) => user.updatedAt,
  last_sign_in_at: (user) => user.lastSignInAt ?? 0,
  last_active_at: (user) => user.lastActiveAt ?? 0,
  email_address: (user) => primaryEmail(user)?.address ?? "",
  phone_number: primaryPhone,
  username: (user) => user.username ?? "",
  first_name: (user) => user.firstName ?? "",
  last_name: (user) => user.lastName ?? "",
} satisfies Record<string, (user: UserRecord) => number | string>;

/** One number in a query; Clerk's range and default. https://clerk.com/docs/reference/backend-api/tag/users/GET/users */
function number(min: number, max: number, byDefault: number) {
  return z.tuple([z.coerce.number().int().min(min).max(max)]).default([byDefault]);
}

export const userListSchema = z.strictObject({
  ...userFilterSchema.shape,
  limit: number(1, 500, 10),
  offset: number(0, Number.MAX_SAFE_INTEGER, 0),
  order_by: z
    .tuple([z.templateLiteral([z.enum(["", "+", "-"]), z.enum(keysOf(SORT_KEYS))])])
    .default(["-created_at"]),
});

function keysOf<K extends string>(record: Record<K, unknown>): K[] {
  return Object.keys(record) as K[]; // the keys of a literal are its type's keys
}

/** `+id` and `id` are wanted, `-id` is not. https://clerk.com/docs/reference/backend-api/tag/users/GET/users */
function isWanted(value: string | null, ids: readonly string[] | undefined): boolean {
  if (ids === undefined) return true;
  const without = ids.filter((id) => id.startsWith("-")).map((id) => id.slice(1));
  const wanted = ids.filter((id) => !id.startsWith("-")).map((id) => id.replace(/^\+/, ""));
  if (value !== null && without.includes(value)) return false;
  return wanted.length === 0 || (value !== null && wanted.includes(value));
}

function has(
  values: readonly string[],
  wanted: readonly string[] | undefined,
  how: Match,
): boolean {
  return wanted === undefined || wanted.some((text) => values.some((value) => how(value, text)));
}

type Match = (value: string, text: string) => boolean;
const isEqual: Match = (value, text) => value === text.toLowerCase();
const isPart: Match = (value, text) => value.includes(text.toLowerCase());
const isNumber: Match = (value, text) => phoneText.safeParse(text).data === value;

function isWithin(at: number | null, after: [number] | undefined, before: [number] | undefined) {
  if (after === undefined && before === undefined) return true;
  return at !== null && at > (after?.[0] ?? -1) && at < (before?.[0] ?? Number.POSITIVE_INFINITY);
}

function isInTime(user: UserRecord, filter: Filter): boolean {
  const activeAfter = filter.last_active_at_after ?? filter.last_active_at_since;
  return (
    isWithin(user.lastActiveAt, activeAfter, filter.last_active_at_before) &&
    isWithin(user.createdAt, filter.created_at_after, filter.created_at_before) &&
    isWithin(user.lastSignInAt, filter.last_sign_in_at_after, filter.last_sign_in_at_before)
  );
}

function isFound(user: UserRecord, query: [string]): boolean {
  const name = [user.firstName, user.lastName].filter(Boolean).join(" ");
  const addresses = user.emails.map((email) => email.address);
  const numbers = user.phones.map((phone) => phone.number);
  const all = [user.id, name, user.username ?? "", ...addresses, ...numbers];
  return has(
    all.map((text) => text.toLowerCase()),
    query,
    isPart,
  );
}

/** @param counting whether parts of addresses, numbers and usernames match, as they do in counts */
function matches(user: UserRecord, filter: Filter, counting: boolean): boolean {
  const addresses = user.emails.map((email) => email.address);
  const numbers = user.phones.map((phone) => phone.number);
  const usernames = user.username === null ? [] : [user.username];
  return (
    isWanted(user.id, filter.user_id) &&
    isWanted(user.externalId, filter.external_id) &&
    has(addresses, filter.email_address, counting ? isPart : isEqual) &&
    has(numbers, filter.phone_number, counting ? isPart : isNumber) &&
    has(usernames, filter.username, counting ? isPart : isEqual) &&
    (filter.query === undefined || isFound(user, filter.query)) &&
    isInTime(user, filter)
  );
}

/** Those who can match because of their ids or addresses; null when everybody can. */
function namedUsers(
  users: UserTable,
  filter: Filter,
  counting: boolean,
): Iterable<UserRecord> | null {
  const ids = filter.user_id?.filter((id) => !id.startsWith("-")) ?? [];
  if (ids.length > 0) {
    const named = ids.map((id) => users.get(id.replace(/^\+/, "")));
    return new Set(named.filter((user) => user !== undefined));
  }
  if (filter.email_address === undefined || counting) return null;
  return new Set(filter.email_address.flatMap((address) => [...users.withAddress(address)]));
}

/** All that match, oldest first. */
export function filterUsers(users: UserTable, filter: Filter): UserRecord[] {
  return [...(namedUsers(users, filter, false) ?? users.byAge("oldest"))].filter((user) =>
    matches(user, filter, false),
  );
}

/** How many match. */
export function countUsers(users: UserTable, filter: Filter): number {
  if (Object.values(filter).every((values) => values === undefined)) return users.size;
  let count = 0;
  for (const user of namedUsers(users, filter, true) ?? users.values()) {
    if (matches(user, filter, true)) count += 1;
  }
  return count;
}

/** One page of the users that match. */
export function listUsers(
  users: UserTable,
  {
    limit: [limit],
    offset: [offset],
    order_by: [order],
    ...filter
  }: z.infer<typeof userListSchema>,
): UserRecord[] {
  const descends = order.startsWith("-");
  const key = order.replace(/^[+-]/, "") as keyof typeof SORT_KEYS; // the schema let no other pass
  const named = namedUsers(users, filter, false);
  if (named === null && key === "created_at") {
    const found: UserRecord[] = [];
    for (const user of users.byAge(descends ? "newest" : "oldest")) {
      if (found.length === offset + limit) break;
      if (matches(user, filter, false)) found.push(user);
    }
    return found.slice(offset);
  }
  const value = SORT_KEYS[key];
  const sorted = [...(named ?? users.values())]
    .filter((user) => matches(user, filter, false))
    .sort((a, b) => {
      const [left, right] = [value(a), value(b)];
      return left === right ? 0 : (descends ? -1 : 1) * (left < right ? -1 : 1);
    });
  return sorted.slice(offset, offset + limit);
}
