import { type Claims, PLANS, type Plan, ROLES, type Role } from "~/lib/auth/claims";

type Anywhere = { subpaths?: true };

/** Who may open a route. Every part that is given must hold. */
export type Rule =
  /** Everyone, signed in or not. */
  | ({ who: "anyone" } & Anywhere)
  /** Services without a session: the handler verifies the signature of the body itself. */
  | ({ who: "signed-request" } & Anywhere)
  /** Everyone who is signed in, onboarded or not. */
  | ({ who: "signed-in" } & Anywhere)
  /** Everyone who finished onboarding and has at least this role and this plan. */
  | ({
      who: "onboarded";
      role?: Exclude<Role, "user">;
      plan?: Exclude<Plan, "free">;
      /** The label of its link in the navigation, shown to those who may open it. */
      nav?: string;
    } & Anywhere);

/**
 * Who may open what: the single source for the proxy, the guards, the navigation, /unauthorized, the
 * docs and the tests. A path that isn't here doesn't exist (404). Paths match character by character,
 * so no encoding or letter case slips past a rule; with `subpaths`, everything below matches too.
 */
export const POLICY = {
  "/": { who: "anyone" },
  "/sign-in": { who: "anyone" },
  "/sign-up": { who: "anyone" },
  "/unauthorized": { who: "anyone" },
  "/api/health": { who: "anyone" },
  "/onboarding": { who: "signed-in", subpaths: true },
  "/dashboard": { who: "onboarded", nav: "Dashboard" },
  "/team": { who: "onboarded", nav: "Team" },
  "/reports": { who: "onboarded", plan: "pro", nav: "Reports" },
  "/moderation": { who: "onboarded", role: "moderator", nav: "Moderation" },
  "/admin": { who: "onboarded", role: "admin", subpaths: true, nav: "Admin" },
  "/audit": { who: "onboarded", role: "admin", plan: "enterprise", nav: "Audit" },
  "/settings": { who: "onboarded", nav: "Settings" },
  "/api/me": { who: "signed-in" },
  "/api/moderation": { who: "onboarded", role: "moderator" },
  "/api/reports": { who: "onboarded", plan: "pro" },
  "/api/webhooks/clerk": { who: "signed-request" },
} as const satisfies Record<`/${string}`, Rule>;

export type PolicyPath = keyof typeof POLICY;

type PathFor<Who> = {
  [Path in PolicyPath]: (typeof POLICY)[Path] extends { who: Who } ? Path : never;
}[PolicyPath];

/** The paths that need a session: what `requireAccess`, `action` and `apiRoute` take. */
export type GatedPath = PathFor<"signed-in" | "onboarded">;
/** The paths that take signed requests: what `webhookRoute` takes. */
export type SignedPath = PathFor<"signed-request">;

export type Decision =
  | { kind: "allow" }
  | { kind: "sign-in" }
  | { kind: "onboarding" }
  | { kind: "forbidden"; needs: Needs }
  | { kind: "no-rule" };

/** What a visitor lacks. */
export type Needs = { role?: Role; plan?: Plan };

const rules: ReadonlyMap<string, Rule> = new Map(Object.entries(POLICY));

/** The rule for a path and the path it stands at: the longest that matches, or undefined. */
export function findRule(pathname: string): { path: string; rule: Rule } | undefined {
  const exact = rules.get(pathname);
  if (exact) return { path: pathname, rule: exact };
  const above = [...rules]
    .filter(([path, rule]) => rule.subpaths && pathname.startsWith(`${path}/`))
    .sort(([a], [b]) => b.length - a.length)[0];
  return above && { path: above[0], rule: above[1] };
}

/** @throws {Error} that says what to add, when a page, action or route handler has no rule */
export function assertRule(path: string): void {
  if (findRule(path)) return;
  throw new Error(
    `No rule for ${path}: add it to POLICY in lib/auth/policy.ts, for example "${path}": { who: "onboarded" }.`,
  );
}

function atLeast<Level>(order: readonly Level[], has: Level, wanted: Level): boolean {
  return order.indexOf(has) >= order.indexOf(wanted);
}

/** Whether a visitor with these claims (null: signed out) meets a rule, and if not, what first. */
export function decideRule(rule: Rule, claims: Claims | null): Decision {
  if (rule.who === "anyone" || rule.who === "signed-request") return { kind: "allow" };
  if (!claims) return { kind: "sign-in" };
  if (rule.who === "signed-in") return { kind: "allow" };
  if (!claims.onboardingComplete) return { kind: "onboarding" };
  const needs: Needs = {
    ...(rule.role && !atLeast(ROLES, claims.role, rule.role) && { role: rule.role }),
    ...(rule.plan && !atLeast(PLANS, claims.plan, rule.plan) && { plan: rule.plan }),
  };
  return needs.role || needs.plan ? { kind: "forbidden", needs } : { kind: "allow" };
}

/**
 * The one decision, shared by the proxy, the guards and the navigation. Pure.
 * @param pathname of the request, still encoded, without query
 * @param claims of the visitor, or null when signed out
 */
export function decide(pathname: string, claims: Claims | null): Decision {
  const found = findRule(pathname);
  return found ? decideRule(found.rule, claims) : { kind: "no-rule" };
}
