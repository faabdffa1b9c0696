import type { Fault } from "@claims-starter/local-service";
import type { Claims } from "../../lib/auth/claims.ts";

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

const hasPlan = ({ claims }: Visitor) => claims?.plan === "pro";
const isModerator = ({ claims }: Visitor) => claims?.role === "moderator";

/** A page for some: its text for them, and for the others the denial that fits them. */
function page(path: string, text: (visitor: Visitor) => string, may = (_: Visitor) => true): Shot {
  return {
    kind: "document",
    path,
    isRight(visitor, { status, location, body }) {
      if (!visitor.claims) return status === 307 && location.includes("/sign-in");
      if (!visitor.claims.onboardingComplete) {
        return status === 307 && location.includes("/onboarding");
      }
      return may(visitor) ? status === 200 && body.includes(text(visitor)) : status === 403;
    },
  };
}

function api(path: string, text: (visitor: Visitor) => string, may = (_: Visitor) => true): Shot {
  return {
    kind: "API",
    path,
    isRight(visitor, { status, body }) {
      if (!visitor.claims) return status === 401;
      return may(visitor) ? status === 200 && body.includes(text(visitor)) : status === 403;
    },
  };
}

export const SHOTS: Shot[] = [
  { kind: "document", path: "/", isRight: (_, { status }) => status === 200 },
  page("/dashboard", ({ id }) => id),
  page("/team", () => "not on a team yet"),
  page("/reports", () => "Reports", hasPlan),
  page("/moderation", () => "Names to review", isModerator),
  api("/api/me", ({ id }) => `"userId":"${id}"`),
  api("/api/reports", () => "week,sign_ups", hasPlan),
  api("/api/moderation", () => '"names"', isModerator),
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
