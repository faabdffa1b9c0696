import { expect, test } from "vitest";
import { LEAST_PRIVILEGE } from "~/lib/auth/claims";
import type { UserSummary } from "~/lib/auth/users";
import { summarizeUsers } from "~/lib/reports/users-report";

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

test("counts sign-ups by week from Monday on, in UTC, eight weeks with the present one last", () => {
  const now = Date.parse("2026-11-25T12:00:00Z");
  const { signUps } = summarizeUsers(
    [
      user("2026-11-25T11:59:59Z"),
      user("2026-11-23T00:00:00Z"),
      user("2026-11-22T23:59:59Z"),
      user("2026-10-05T00:00:00Z"),
      user("2026-10-04T23:59:59Z"),
    ],
    5,
    now,
  );
  expect(signUps.map(({ from }) => from.toISOString().slice(0, 10))).toEqual([
    "2026-10-05",
    "2026-10-12",
    "2026-10-19",
    "2026-10-26",
    "2026-11-02",
    "2026-11-09",
    "2026-11-16",
    "2026-11-23",
  ]);
  expect(signUps.map(({ count }) => count)).toEqual([1, 0, 0, 0, 0, 0, 1, 2]);
});

test("counts roles and plans, those that nobody has too, and says how many it looked at", () => {
  const at = "2026-11-23T00:00:00Z";
  const report = summarizeUsers(
    [user(at, { role: "admin" }), user(at, { plan: "pro" }), user(at)],
    7,
    Date.parse(at),
  );
  expect(report.byRole).toEqual({ user: 2, moderator: 0, admin: 1 });
  expect(report.byPlan).toEqual({ free: 2, pro: 1, enterprise: 0 });
  expect(report).toMatchObject({ counted: 3, total: 7 });
});
