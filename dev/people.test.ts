import { expect, test } from "vitest";
import { z } from "zod";
import { claimsSchema } from "../lib/auth/claims.ts";
import { documents, people, TEAMS } from "./people.ts";

const NOW = Date.parse("2026-11-27T12:00:00Z");
const users = people(NOW);

test("the local users' addresses differ, and their claims are valid", () => {
  expect(new Set(users.map(({ email }) => email)).size).toBe(users.length);
  for (const { publicMetadata } of users)
    z.object(claimsSchema.shape).partial().parse(publicMetadata);
});

test("they signed up over half a year, the latest this week", () => {
  const ages = users.map(({ createdAt }) => (NOW - createdAt) / 86_400_000);
  expect(Math.min(...ages)).toBeGreaterThanOrEqual(0);
  expect(Math.min(...ages)).toBeLessThan(7);
  expect(Math.max(...ages)).toBeGreaterThan(150);
  expect(Math.max(...ages)).toBeLessThan(183);
});

test("each team has a code that works, and members whose claims say so", () => {
  const seeded = documents(NOW);
  for (const { id, code } of TEAMS) {
    expect(code).toMatch(/^[2-9A-HJKMNP-Z]{8}$/);
    expect(seeded.get(`teamCodes/${code}`)).toEqual({ teamId: id });
    const members = users.filter(({ publicMetadata }) => publicMetadata.teamId === id);
    expect(members.length).toBeGreaterThan(3);
    for (const { id: userId } of members) {
      expect(seeded.get(`members/${userId}`)).toMatchObject({ teamId: id });
    }
  }
});

test("the names of all but the newest are approved as they are", () => {
  const seeded = documents(NOW);
  const waiting = users.filter(({ id }) => !seeded.has(`nameReviews/${id}`));
  expect(waiting).toHaveLength(8);
  expect(seeded.get("nameReviews/user_local_person1")).toMatchObject({ verdict: "approved" });
  expect(waiting.map(({ id }) => id)).not.toContain("user_local_person1");
});
