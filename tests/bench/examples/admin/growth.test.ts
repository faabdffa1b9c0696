import { afterAll, beforeAll, test } from "vitest";
import { listAudit } from "~/lib/admin/audit-log";
import { findUsers } from "~/lib/admin/find-users";
import { startBackends, testUser } from "../../../support/backends.ts";
import { TOP_PLAN } from "../../../tools/highest.ts";
import { addDocuments, addUsers, Growth } from "../../growth.ts";

const USERS = 50_000;
const ENTRIES = 100_000;

const growth = new Growth();
let backends: Awaited<ReturnType<typeof startBackends>>;
beforeAll(async () => {
  backends = await startBackends({ users: [] });
});
afterAll(async () => {
  growth.write("examples/admin", "The list of users and the audit log as they grow");
  await backends.close();
});

const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

test("the list of users, a filter and a search", async () => {
  const grow = (from: number, to: number) =>
    addUsers(
      numbers(from, to).map((index) => ({
        ...testUser(`user_g${index}`, index % 5 === 0 ? { plan: TOP_PLAN } : {}),
        firstName: `Person ${index}`,
        createdAt: Date.now() - index * 1_000,
      })),
    );
  const page = () => findUsers({ query: "" }, 0);
  await growth.measure("a page of users", [10, 1_000, USERS], page, grow);
  const some = () => findUsers({ query: "", plan: TOP_PLAN }, 0);
  await growth.measure("a page of those with a plan", [USERS], some);
  const found = () => findUsers({ query: "Person 4999" }, 0);
  await growth.measure("a search by name", [USERS], found);
});

test("the audit log", async () => {
  const grow = (from: number, to: number) =>
    addDocuments(
      numbers(from, to).map((index) => [
        `audit/entry-${index}`,
        {
          actorId: "user_g0",
          targetId: `user_g${index % 500}`,
          change: { kind: "private-metadata", fields: ["internalNotes"] },
          requestId: null,
          at: new Date(Date.now() - index * 1_000),
          state: "done",
        },
      ]),
    );
  const page = () => listAudit(20, {});
  await growth.measure("a page of the audit log", [100, 10_000, ENTRIES], page, grow);
  const ofOne = () => listAudit(20, { targetId: "user_g7" });
  await growth.measure("a page of one user's entries", [ENTRIES], ofOne);
});
