import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { LEAST_PRIVILEGE, PLANS, ROLES } from "~/lib/auth/claims";
import { firestore } from "~/lib/firebase/admin";
import type { UserSummary } from "~/lib/users";
import { startBackends, testUser } from "~/tests/support/backends";
import { TOP_PLAN, TOP_ROLE } from "~/tests/tools/highest";

let backends: Awaited<ReturnType<typeof startBackends>>;
let reports: typeof import("~/lib/reports/users-report");

beforeAll(async () => {
  backends = await startBackends({
    users: [testUser("user_a", { plan: "pro" }), testUser("user_b", { role: "admin" })],
  });
  reports = await import("~/lib/reports/users-report");
});
afterAll(() => backends.close());

describe("summarizeUsers", () => {
  function user(createdAt: string, claims: Partial<UserSummary["claims"]> = {}): UserSummary {
    return {
      id: "user_x",
      name: "",
      email: "",
      imageUrl: "",
      createdAt: Date.parse(createdAt),
      claims: { ...LEAST_PRIVILEGE, ...claims },
    };
  }

  test("counts sign-ups by week from Monday on, in UTC, half a year with the present week last", () => {
    const { signUps } = reports.summarizeUsers(
      [
        user("2026-11-25T11:59:59Z"),
        user("2026-11-23T00:00:00Z"),
        user("2026-11-22T23:59:59Z"),
        user("2026-06-01T00:00:00Z"),
        user("2026-05-31T23:59:59Z"),
      ],
      5,
      new Date("2026-11-25T12:00:00Z"),
    );
    expect(signUps).toHaveLength(26);
    expect(signUps.map(({ from }) => from.getUTCDay())).toEqual(Array(26).fill(1));
    expect(signUps[0]).toEqual({ from: new Date("2026-06-01T00:00:00Z"), count: 1 });
    expect(signUps.slice(-2)).toEqual([
      { from: new Date("2026-11-16T00:00:00Z"), count: 1 },
      { from: new Date("2026-11-23T00:00:00Z"), count: 2 },
    ]);
    expect(signUps.slice(1, -2).every(({ count }) => count === 0)).toBe(true);
  });

  test.each([
    ["a Sunday at the end of a month", "2026-05-31T23:59:59Z", "2026-05-25"],
    ["the first of January", "2027-01-01T00:00:00Z", "2026-12-28"],
    ["a Monday", "2026-06-01T00:00:00Z", "2026-06-01"],
  ])("the present week of %s begins on its Monday", (_, now, monday) => {
    const { signUps } = reports.summarizeUsers([user(now)], 1, new Date(now));
    expect(signUps.at(-1)).toEqual({ from: new Date(monday), count: 1 });
  });

  test("counts roles and plans, those that no user has too, and says how many it looked at", () => {
    const at = "2026-11-23T00:00:00Z";
    const report = reports.summarizeUsers(
      [user(at, { role: TOP_ROLE }), user(at, { plan: TOP_PLAN }), user(at)],
      7,
      new Date(at),
    );
    const counts = (levels: readonly string[]) =>
      Object.fromEntries(
        levels.map((level, index) => [level, [2, ...levels.slice(2).map(() => 0), 1][index]]),
      );
    expect(report.byRole).toEqual(counts(ROLES));
    expect(report.byPlan).toEqual(counts(PLANS));
    expect(report).toMatchObject({ counted: 3, total: 7 });
  });
});

describe("readUsersReport", () => {
  const stored = async () => (await firestore()).doc("reports/users");
  const countings = () =>
    backends.requests.list().filter(({ path }) => path === "/v1/users").length;

  async function report() {
    const [error, read] = await reports.readUsersReport();
    if (error) throw error;
    return read;
  }

  beforeEach(async () => {
    await (await stored()).delete();
    backends.requests.clear();
  });
  afterEach(() => backends.faults.clear());

  test("counts Clerk's users once in ten minutes", async () => {
    const first = await report();
    expect(first).toMatchObject({ total: 2, counted: 2 });
    expect(first.byPlan).toMatchObject({ pro: 1 });
    expect(await report()).toEqual(first);
    expect(countings()).toBe(1);

    const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
    await (await stored()).update({ at: minutesAgo(9.9) });
    await report();
    expect(countings()).toBe(1);
    await (await stored()).update({ at: minutesAgo(10.1) });
    await report();
    expect(countings()).toBe(2);
  });

  test("twelve visitors at once wait for one count", async () => {
    const all = await Promise.all(Array.from({ length: 12 }, report));
    expect(countings()).toBe(1);
    expect(new Set(all.map(({ at }) => at.getTime())).size).toBe(1);
  });

  test("shows a report that could not be stored", async () => {
    backends.faults.add({ match: "Commit", code: 7 });
    expect(await report()).toMatchObject({ total: 2 });
    expect((await (await stored()).get()).exists).toBe(false);
  });

  test.each(["no report at all", { at: new Date(), total: "many" }])(
    "replaces a stored report that it can't read: %j",
    async (broken) => {
      await (await stored()).set(typeof broken === "string" ? { text: broken } : broken);
      expect(await report()).toMatchObject({ total: 2 });
      expect((await (await stored()).get()).get("total")).toBe(2);
    },
  );

  test("says when Clerk fails, and counts again at the next visit", async () => {
    backends.faults.add({ match: "GET /v1/users?*", status: 403 });
    expect((await reports.readUsersReport())[0]).not.toBeNull();
    backends.faults.clear();
    expect(await report()).toMatchObject({ total: 2 });
  });
});
