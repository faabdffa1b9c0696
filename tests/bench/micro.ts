import { verifyToken } from "@clerk/backend";
import { LEAST_PRIVILEGE, parseClaims } from "~/lib/auth/claims";
import { newerClaimsCookie, openNewerClaims } from "~/lib/auth/newer-claims";
import { decide, findPath, POLICY } from "~/lib/auth/policy";
import { routeFinder } from "~/lib/auth/routes";
import { KEYS } from "../deploy/container.ts";
import { sessionToken } from "../deploy/session-token.ts";
import { median, table } from "./statistics.ts";

const ROUNDS = 9;

/** Microseconds for one call, the median of the rounds. */
function time(count: number, work: () => unknown): number {
  const rounds = Array.from({ length: ROUNDS }, () => {
    const begin = performance.now();
    for (let index = 0; index < count; index += 1) work();
    return ((performance.now() - begin) * 1_000) / count;
  });
  return median(rounds);
}

async function timeAsync(count: number, work: () => Promise<unknown>): Promise<number> {
  const rounds: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const begin = performance.now();
    for (let index = 0; index < count; index += 1) await work();
    rounds.push(((performance.now() - begin) * 1_000) / count);
  }
  return median(rounds);
}

/** A policy of this many rules, and a path of its last one. */
function finderOf(rules: number) {
  const routes = Array.from(
    { length: rules },
    (_, index) => [`/area-${index % 30}/page-${index}/[id]`, {}] as const,
  );
  return { find: routeFinder(routes), path: `/area-${(rules - 1) % 30}/page-${rules - 1}/7` };
}

function payloadOf(bytes: number) {
  const metadata = { role: "user", plan: "pro", onboardingComplete: true, teamId: "team_1" };
  const filler = "x".repeat(Math.max(0, bytes - JSON.stringify({ metadata }).length));
  return { metadata: { ...metadata, ...(filler && { filler }) } };
}

/** What the gate's own parts take, beside one verification of a session token. */
export async function microTable(): Promise<string> {
  // In tests the environment is parsed again whenever it changes, which is looked up at each call.
  Object.assign(process.env, KEYS, { NODE_ENV: "production" });
  const token = await sessionToken("user_bench");
  const jwtKey = (KEYS.CLERK_JWT_KEY ?? "").replaceAll("\\n", "\n");
  const verification = await timeAsync(300, () => verifyToken(token, { jwtKey }));
  const identity = {
    userId: "user_bench",
    sessionId: "sess_bench",
    token: { readAt: 0, payload: {} },
  };
  const cookie = newerClaimsCookie(
    { claims: { ...LEAST_PRIVILEGE, onboardingComplete: true }, updatedAt: Date.now() },
    identity,
  ).value;
  const claims = { ...LEAST_PRIVILEGE, onboardingComplete: true };
  const [path = "/"] = Object.entries(POLICY).flatMap(([key, { who }]) =>
    who === "onboarded" ? [key] : [],
  );
  const parts: [name: string, us: number][] = [
    ["parseClaims(), 100 B", time(20_000, () => parseClaims(payloadOf100))],
    ["parseClaims(), 1.2 KB", time(20_000, () => parseClaims(payloadOf1200))],
    ["reading the newer-claims cookie", time(10_000, () => openNewerClaims(cookie, identity))],
    ["findPath() and decide()", time(50_000, () => decide(findPath(path), claims))],
    ...[10, 100, 1_000].map((rules): [string, number] => {
      const { find, path: wanted } = finderOf(rules);
      return [`findPath() with ${rules} rules`, time(50_000, () => find(wanted))];
    }),
  ];
  return table(
    ["part", "µs", "of one verification"],
    [
      ["verifying an RS256 token, by Clerk's SDK", verification.toFixed(1), ""],
      ...parts.map(([name, us]) => [
        name,
        us.toFixed(2),
        `${((us / verification) * 100).toFixed(1)} %`,
      ]),
    ],
  );
}

const payloadOf100 = payloadOf(100);
const payloadOf1200 = payloadOf(1_200);
