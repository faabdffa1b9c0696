import type { SeedUser } from "@claims-starter/local-clerk";
import type { Claims } from "../lib/auth/claims.ts";
import { PERSONAS } from "./personas.ts";

/**
 * More users for the local services: half a year of sign-ups, in a few teams, so that lists and
 * reports look as they do in an app that is used. The same at every first start.
 */
const JOBS = ["Analyst", "Buyer", "Designer", "Engineer", "Manager", "Planner", "Tester", "Writer"];
const PEOPLE = 200;
const MODERATOR = "user_local_moderator";
const HOUR_MS = 3_600_000;
const SPAN_MS = 26 * 7 * 24 * HOUR_MS;

export const TEAMS = [
  { id: "team-north", name: "Team North", code: "NRTHTEA2" },
  { id: "team-east", name: "Team East", code: "EASTTEA3" },
  { id: "team-south", name: "Team South", code: "SUTHTEA4" },
  { id: "team-west", name: "Team West", code: "WESTTEA5" },
];

/** How far into the half year, 0 to 1: growing, with a launch that brings two dozen in a week. */
function timeOf(index: number): number {
  const isLaunch = index % 8 === 4;
  return isLaunch ? 0.62 + index / 5_000 : ((index + 0.5) / PEOPLE) ** 0.6;
}

function claimsOf(index: number): Partial<Claims> {
  if (index % 9 === 8) return {};
  const team = TEAMS[index % 7];
  return {
    onboardingComplete: true,
    ...(index % 47 === 20 && { role: "moderator" }),
    ...(index % 4 === 1 && { plan: "pro" }),
    ...(index % 11 === 3 && { plan: "enterprise" }),
    ...(team && { teamId: team.id }),
  };
}

type Seed = SeedUser & { createdAt: number; publicMetadata: Partial<Claims> };

/** @param now in milliseconds since 1970 */
export function people(now: number): Seed[] {
  const password = PERSONAS[0]?.password ?? "";
  return Array.from({ length: PEOPLE }, (_, index) => {
    const firstName = JOBS[(index * 5) % JOBS.length] ?? "";
    const lastName = String(Math.floor(index / JOBS.length) + 1);
    return {
      id: `user_local_person${index + 1}`,
      email: `${firstName}${lastName}@example.com`.toLowerCase(),
      password,
      firstName,
      lastName,
      publicMetadata: claimsOf(index),
      createdAt: Math.round(now - SPAN_MS * (1 - timeOf(index))),
    };
  });
}

/** All but the newest names have been approved, so a few are left to review. */
const UNREVIEWED = 8;

/** The documents of their teams, and of the names that a moderator has approved, by path. */
export function documents(now: number): Map<string, Record<string, string | Date>> {
  const everyone = people(now);
  const newest = everyone.toSorted((a, b) => b.createdAt - a.createdAt).slice(0, UNREVIEWED);
  const reviews = everyone
    .filter((person) => !newest.includes(person))
    .map(({ id, firstName, lastName, createdAt }) => {
      const at = new Date(createdAt + HOUR_MS);
      const name = `${firstName} ${lastName}`;
      return [
        `nameReviews/${id}`,
        { name, verdict: "approved", moderatorId: MODERATOR, at },
      ] as const;
    });
  const members = everyone.flatMap(({ id, createdAt, publicMetadata: { teamId } }) =>
    teamId ? [{ id, teamId, joinedAt: new Date(createdAt + HOUR_MS) }] : [],
  );
  const teams = TEAMS.flatMap(({ id, name, code }) => {
    const createdAt = members.find(({ teamId }) => teamId === id)?.joinedAt ?? new Date(now);
    return [
      [`teams/${id}`, { name, code, createdAt }],
      [`teamCodes/${code}`, { teamId: id }],
    ] as const;
  });
  return new Map<string, Record<string, string | Date>>([
    ...teams,
    ...reviews,
    ...members.map(({ id, ...member }) => [`members/${id}`, member] as const),
  ]);
}
