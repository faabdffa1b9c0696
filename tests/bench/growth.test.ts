import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { listAudit } from "~/lib/admin/audit-log";
import { findUsers } from "~/lib/admin/find-users";
import { firestore } from "~/lib/firebase/admin";
import { members, teams } from "~/lib/teams/collections";
import { readTeam } from "~/lib/teams/read-team";
import { startBackends, testUser } from "../support/backends.ts";
import { writeResults } from "./results.ts";
import { median, spread, table } from "./statistics.ts";

const RUNS = 15;
const rows: string[][] = [];

/** What the app does for a page, as more and more people use it. */
async function measure(
  what: string,
  sizes: readonly number[],
  grow: (from: number, to: number) => Promise<void>,
  work: () => Promise<readonly [unknown, unknown]>,
): Promise<void> {
  const medians: number[] = [];
  let from = 0;
  for (const size of sizes) {
    await grow(from, size);
    from = size;
    const times: number[] = [];
    for (let run = 0; run <= RUNS; run += 1) {
      const begin = performance.now();
      const [error] = await work();
      // The first run compiles, connects and builds indexes.
      if (run === 0) continue;
      expect(error).toBeNull();
      times.push(performance.now() - begin);
    }
    medians.push(median(times));
    const ratio = (median(times) / (medians[0] ?? Number.NaN)).toFixed(2);
    rows.push([what, size.toLocaleString("en"), spread(times), ratio]);
  }
  console.log(rows.filter(([name]) => name === what).join("\n"));
}

let backends: Awaited<ReturnType<typeof startBackends>>;
beforeAll(async () => {
  vi.stubEnv("LOG_LEVEL", "error");
  backends = await startBackends({ users: [] });
});
afterAll(async () => {
  writeResults("growth.md", "What grows with the number of users", "npm run bench -- growth", [
    "What a page asks for, on the local services.",
    table(["what", "how many there are", "ms", "of the smallest"], rows),
  ]);
  await backends.close();
});

const userOf = (index: number) => ({
  ...testUser(`user_g${index}`, index % 5 === 0 ? { plan: "pro" } : {}),
  firstName: `Person ${index}`,
  createdAt: Date.now() - index * 1_000,
});

test("the list of users, and the filter", async () => {
  const grow = async (from: number, to: number) => {
    const users = Array.from({ length: to - from }, (_, index) => userOf(from + index));
    const response = await fetch(`${process.env.CLERK_API_URL}/_local/users`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(users),
    });
    expect(response.status).toBe(201);
  };
  const sizes = [10, 1_000, 50_000];
  await measure("a page of users", sizes, grow, () => findUsers({ query: "" }, 0));
  const same = async () => undefined;
  await measure("users with a plan, of 50,000", [50_000], same, () =>
    findUsers({ query: "", plan: "pro" }, 0),
  );
  await measure("a search in 50,000", [50_000], same, () => findUsers({ query: "Person 4999" }, 0));
});

async function write(count: number, doc: (index: number) => [path: string, data: object]) {
  const writer = (await firestore()).bulkWriter({ throttling: false });
  const db = await firestore();
  for (let index = 0; index < count; index += 1) {
    const [path, data] = doc(index);
    writer.set(db.doc(path), data);
  }
  await writer.close();
}

test("the audit log", async () => {
  await measure(
    "a page of the audit log",
    [100, 10_000, 100_000],
    (from, to) =>
      write(to - from, (index) => [
        `audit/entry-${from + index}`,
        {
          actorId: "user_g0",
          targetId: `user_g${index % 500}`,
          change: {
            kind: "access",
            before: { role: "user", plan: "free" },
            after: { role: "user", plan: "pro" },
          },
          requestId: null,
          at: new Date(Date.now() - (from + index) * 1_000),
          state: "done",
        },
      ]),
    () => listAudit(20, {}),
  );
  const same = async () => undefined;
  await measure("those of one user, of 100,000", [100_000], same, () =>
    listAudit(20, { targetId: "user_g7" }),
  );
});

test("a team", async () => {
  const db = await firestore();
  await teams.ref(db, "team_1").set({ name: "Team", code: "CODE", createdAt: new Date() });
  await measure(
    "a page of a team's members",
    [10, 500, 5_000],
    (from, to) =>
      write(to - from, (index) => [
        members.ref(db, `user_g${from + index}`).path,
        { teamId: "team_1", joinedAt: new Date(Date.now() - (6_000 - from - index) * 1_000) },
      ]),
    () => readTeam("user_g3", 1),
  );
});
