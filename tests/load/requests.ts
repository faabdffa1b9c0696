import type { Fault } from "@claims-starter/local-service";
import { type Claims, LEAST_PRIVILEGE } from "../../lib/auth/claims.ts";
import { type Decision, decide, findPath, POLICY, type Rule } from "../../lib/auth/policy.ts";
import { STEPS } from "../../lib/onboarding/steps.ts";
import { neededBy, SHOWN } from "../e2e/support/gated.ts";

export interface Visitor {
  id: string;
  claims: Partial<Claims> | null;
  cookie: string;
}

type Kind = "document" | "RSC" | "API";

export interface Shot {
  kind: Kind;
  path: string;
  /** What a visitor sees who may open it. */
  text: (visitor: Visitor) => string;
  /** Where a page sends a visitor who may open it, and who doesn't belong there. */
  leadsTo?: (claims: Partial<Claims>) => string | null;
}

export interface Answer {
  status: number;
  type: string;
  location: string;
  body: string;
}

const HEADERS: Record<Kind, Record<string, string>> = {
  document: { accept: "text/html", "sec-fetch-dest": "document" },
  RSC: { rsc: "1" },
  API: { accept: "application/json" },
};
const TYPES: Record<Kind, RegExp> = {
  document: /^text\/html/,
  RSC: /^text\/x-component/,
  API: /^(application\/json|text\/csv)/,
};

const rules = new Map(Object.entries<Rule>(POLICY));
const FIRST_STEP = STEPS[0].slug;
const leadsIn = ({ onboardingComplete }: Partial<Claims>) =>
  onboardingComplete ? "/dashboard" : null;

/** Every page and API route that needs a session and has an address. */
const GATED: Shot[] = [...rules]
  .filter(([path, { who }]) => /^(signed-in|onboarded)$/.test(who) && !path.includes("["))
  .flatMap(([path, { who }]): Shot[] => {
    if (path === "/api/me") return [{ kind: "API", path, text: ({ id }) => `"userId":"${id}"` }];
    const text = path === "/dashboard" ? ({ id }: Visitor) => id : () => SHOWN[path] ?? path;
    if (path.startsWith("/api/")) return [{ kind: "API", path, text }];
    if (who === "onboarded") {
      return [
        { kind: "document", path, text },
        { kind: "RSC", path, text },
      ];
    }
    const first = `${path}/${FIRST_STEP}`;
    return [
      { kind: "document", path, text, leadsTo: (claims) => leadsIn(claims) ?? first },
      { kind: "document", path: first, text: () => `value="${FIRST_STEP}"`, leadsTo: leadsIn },
    ];
  });

export const SHOTS: Shot[] = [{ kind: "document", path: "/", text: () => "One table" }, ...GATED];

/** How a page or an answer says that a service fails. A page may still have its title. */
const FAILURE = /The service (?:cannot be reached|took too long)|Too many requests/;

function decisionOn({ path }: Shot, { claims }: Visitor): Decision["kind"] {
  return decide(findPath(path), claims && { ...LEAST_PRIVILEGE, ...claims }).kind;
}

export function mayOpen(shot: Shot, visitor: Visitor): boolean {
  return decisionOn(shot, visitor) === "allow";
}

/** Whether it names nobody but the visitor. The pages of a role are about others. */
function isPrivate(shot: Shot, visitor: Visitor, { body }: Answer): boolean {
  const rule = rules.get(findPath(shot.path) ?? "");
  if (mayOpen(shot, visitor) && rule?.who === "onboarded" && rule.role) return true;
  return [...body.matchAll(/user_load\w+/g)].every(([id]) => id === visitor.id);
}

function isSent({ kind }: Shot, { status, location }: Answer, to: string): boolean {
  const statuses = kind === "document" ? [307] : [200, 307];
  return statuses.includes(status) && location.split("?")[0] === to;
}

/** Whether an answer is this visitor's. */
export function isRight(shot: Shot, visitor: Visitor, answer: Answer): boolean {
  if (!isPrivate(shot, visitor, answer)) return false;
  const { kind } = shot;
  const { status, type, location, body } = answer;
  switch (decisionOn(shot, visitor)) {
    case "allow": {
      const to = shot.leadsTo?.(visitor.claims ?? {});
      if (to) return isSent(shot, answer, to);
      const isWhole = status === 200 && TYPES[kind].test(type) && location === "";
      return isWhole && body.includes(shot.text(visitor)) && !FAILURE.test(body);
    }
    case "sign-in":
      return kind === "API" ? status === 401 : isSent(shot, answer, "/sign-in");
    case "onboarding":
      return kind === "API" ? status === 403 : isSent(shot, answer, "/onboarding");
    case "forbidden":
      return kind === "RSC" ? isSent(shot, answer, "/unauthorized") : status === 403;
    case "no-rule":
      return false;
  }
}

/**
 * An honest failure of what can't be answered without a service: it says in words that the service
 * can't be reached, and nothing of others. What needs none, and a denial, can't fail.
 */
export function isToldFailure(shot: Shot, visitor: Visitor, { status, body }: Answer): boolean {
  if (!mayOpen(shot, visitor) || neededBy(shot.path).length === 0) return false;
  const statuses = shot.kind === "API" ? [429, 503, 504] : [200];
  const people = [...body.matchAll(/user_load\w+/g)];
  return (
    FAILURE.test(body) && statuses.includes(status) && people.every(([id]) => id === visitor.id)
  );
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

export async function fire(
  url: string,
  { kind, path }: Shot,
  { cookie }: Visitor,
): Promise<Answer> {
  const headers = { ...HEADERS[kind], ...(cookie && { cookie }) };
  const ask = (address: string) => fetch(url + address, { headers, redirect: "manual" });
  const first = await ask(path);
  const to = first.headers.get("location") ?? "";
  // Next sends a fetch of its router to an address with a hash first.
  const response = to.startsWith(`${path}?_rsc`) ? await ask(to) : first;
  const body = await response.text();
  // A page's own redirect comes in the stream that the router reads.
  const streamed = /NEXT_REDIRECT;(?:replace|push);([^;]+);/.exec(body)?.[1];
  const location = response.headers.get("location") ?? (kind === "RSC" ? streamed : "") ?? "";
  const type = response.headers.get("content-type") ?? "";
  return { status: response.status, type, location, body };
}
