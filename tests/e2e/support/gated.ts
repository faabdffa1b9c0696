import { type Claims, LEAST_PRIVILEGE } from "../../../lib/auth/claims.ts";
import { decide, findPath, type Needs, POLICY, type Rule } from "../../../lib/auth/policy.ts";

/** Texts that only those see who may open a page or an API route. */
export const SHOWN: Record<string, string> = {
  "/onboarding": "Display name",
  "/dashboard": "What your session token says",
  "/team": "Team name",
  "/reports": "Sign-ups per week",
  "/moderation": "Newest sign-ups first",
  "/admin": "All users. Select one",
  "/admin/user_local_pro": "Latest changes",
  "/audit": "Changes of access and private fields",
  "/settings": "Applies to your account on all devices",
  "/api/me": '"claims":{',
  "/api/moderation": '"names":[',
  "/api/reports": "week,sign_ups",
};

export const SERVICES = ["Clerk", "Firestore"] as const;
export type Service = (typeof SERVICES)[number];

/** What a page or an API route can't answer without. What isn't here has to answer during an outage. */
const NEEDED: Record<string, Service[]> = {
  "/onboarding": ["Firestore"],
  "/team": ["Firestore"],
  "/reports": ["Clerk"],
  "/moderation": ["Clerk", "Firestore"],
  "/admin": ["Clerk"],
  "/admin/user_local_pro": ["Clerk", "Firestore"],
  "/audit": ["Firestore"],
  "/api/moderation": ["Clerk", "Firestore"],
  "/api/reports": ["Clerk"],
};

export function neededBy(path: string): Service[] {
  return NEEDED[path] ?? NEEDED[findPath(path) ?? ""] ?? [];
}

export interface Gated {
  path: string;
  /** The label of its link; "" for an API route. */
  label: string;
  /** What only those see who may open it. */
  text: string;
}

const ONBOARDED: Claims = { ...LEAST_PRIVILEGE, onboardingComplete: true };

function isMissing(needs: Needs, path: string): boolean {
  const decision = decide(findPath(path), ONBOARDED);
  if (decision.kind !== "forbidden") return false;
  return decision.needs.role === needs.role && decision.needs.plan === needs.plan;
}

/** A page of the app, or with `api` an API route, that asks for exactly this role or plan. */
export function findGated(needs: Needs, { api = false } = {}): Gated | null {
  const [path, rule] =
    Object.entries<Rule>(POLICY).find(
      ([one]) => one.startsWith("/api/") === api && isMissing(needs, one),
    ) ?? [];
  if (!path) return null;
  return { path, label: (rule?.who === "onboarded" && rule.nav) || "", text: SHOWN[path] ?? "" };
}
