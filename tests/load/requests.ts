import type { Fault } from "@claims-starter/local-service";
import { type Claims, LEAST_PRIVILEGE } from "../../lib/auth/claims.ts";
import { decide, findPath } from "../../lib/auth/policy.ts";
import { findGated, type Gated } from "../e2e/support/gated.ts";

export interface Visitor {
  id: string;
  claims: Partial<Claims> | null;
  cookie: string;
}

type Kind = "document" | "RSC" | "API";

export interface Shot {
  kind: Kind;
  path: string;
  /** Whether an answer is this visitor's. */
  isRight: (visitor: Visitor, answer: Answer) => boolean;
}

export interface Answer {
  status: number;
  location: string;
  body: string;
}

const HEADERS: Record<Kind, Record<string, string>> = {
  document: { accept: "text/html", "sec-fetch-dest": "document" },
  RSC: { rsc: "1" },
  API: { accept: "application/json" },
};

function may(path: string, { claims }: Visitor): boolean {
  return decide(findPath(path), claims && { ...LEAST_PRIVILEGE, ...claims }).kind === "allow";
}

/** A page for some: its text for them, and for the others the denial that fits them. */
function page(path: string, text: (visitor: Visitor) => string): Shot {
  return {
    kind: "document",
    path,
    isRight(visitor, { status, location, body }) {
      if (!visitor.claims) return status === 307 && location.includes("/sign-in");
      if (!visitor.claims.onboardingComplete) {
        return status === 307 && location.includes("/onboarding");
      }
      return may(path, visitor) ? status === 200 && body.includes(text(visitor)) : status === 403;
    },
  };
}

function api(path: string, text: (visitor: Visitor) => string): Shot {
  return {
    kind: "API",
    path,
    isRight(visitor, { status, body }) {
      if (!visitor.claims) return status === 401;
      return may(path, visitor) ? status === 200 && body.includes(text(visitor)) : status === 403;
    },
  };
}

/** What the app has besides, for each role or plan that somebody here has. */
const OTHERS: Gated[] = [{ role: "moderator" } as const, { plan: "pro" } as const].flatMap(
  (needs) => [findGated(needs) ?? [], findGated(needs, { api: true }) ?? []].flat(),
);

export const SHOTS: Shot[] = [
  { kind: "document", path: "/", isRight: (_, { status }) => status === 200 },
  page("/dashboard", ({ id }) => id),
  api("/api/me", ({ id }) => `"userId":"${id}"`),
  ...OTHERS.map(({ path, text }) =>
    path.startsWith("/api/") ? api(path, () => text) : page(path, () => text),
  ),
  {
    kind: "RSC",
    path: "/dashboard",
    isRight: ({ id, claims }, { body }) =>
      claims?.onboardingComplete ? body.includes(id) : !body.includes("user_load"),
  },
];

/** An honest failure: it says in words that a service can't be reached, and nothing of others. */
export function isToldFailure({ id }: Visitor, { status, body }: Answer): boolean {
  const isTold = /cannot be reached|took too long|Please try again|Too many requests/.test(body);
  const people = [...body.matchAll(/user_load\w+/g)];
  return isTold && [200, 429, 503, 504].includes(status) && people.every(([one]) => one === id);
}

/** One call in twenty meets one of these. */
export const FAULTS: Fault[] = [
  { match: "GET /v1/users*", status: 500, times: 1 },
  { match: "GET /v1/users*", status: 429, headers: { "retry-after": "1" }, times: 1 },
  { match: "GET /v1/users*", dropConnection: true, times: 1 },
  { match: "GET /v1/users*", delayMs: 800, times: 1 },
  { match: "BatchGetDocuments", code: 14, times: 1 },
  { match: "BatchGetDocuments", delayMs: 800, times: 1 },
  { match: "RunQuery", code: 8, times: 1 },
];

export async function fire(url: string, { kind, path }: Shot, { cookie }: Visitor) {
  const headers = { ...HEADERS[kind], ...(cookie && { cookie }) };
  // Next sends a fetch of its router to an address with a hash first.
  const redirect = kind === "RSC" ? "follow" : "manual";
  const response = await fetch(url + path, { headers, redirect });
  const location = response.headers.get("location") ?? "";
  return { status: response.status, location, body: await response.text() };
}
