import { type Claims, PLANS, type Plan, ROLES, type Role } from "~/lib/auth/claims";

/** Who may open a route. Every part that is given has to hold. */
export type Rule =
  /** Everybody, signed in or not. */
  | { who: "anyone"; subpaths?: true }
  /** Services without a session: the handler verifies the signature over the body itself. */
  | { who: "signed-request"; subpaths?: true }
  /** Everybody who is signed in, onboarded or not. */
  | { who: "signed-in"; subpaths?: true }
  /** Those who finished onboarding and have at least this role and at least this plan. */
  | {
      who: "onboarded";
      role?: Exclude<Role, "user">;
      plan?: Exclude<Plan, "free">;
      subpaths?: true;
      /** Its name in the navigation, which lists it for those who may open it. */
      nav?: string;
    };

/**
 * Who may open what: the single source for the proxy, the guards, the navigation, the texts of
 * /unauthorized, the docs and the tests. A path that is not here does not exist (404). Paths match
 * exactly, character by character, so that no encoding or letter case can slip past a rule; with
 * `subpaths` whatever is below matches too.
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

/** The paths that need a session: what `requireAccess` and the actions take. */
export type GatedPath = {
  [Path in PolicyPath]: (typeof POLICY)[Path] extends { who: "signed-in" | "onboarded" }
    ? Path
    : never;
}[PolicyPath];

/** The paths that take signed requests: what `webhookRoute` takes. */
export type SignedPath = {
  [Path in PolicyPath]: (typeof POLICY)[Path] extends { who: "signed-request" } ? Path : never;
}[PolicyPath];

export type Decision =
  | { kind: "allow" }
  | { kind: "sign-in" }
  | { kind: "onboarding" }
  | { kind: "forbidden"; needs: Needs }
  | { kind: "no-rule" };

/** What a visitor lacks; both, when a rule asks for both and neither holds. */
export interface Needs {
  role?: Role;
  plan?: Plan;
}

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
 * The one decision that the proxy, the guards and the navigation share. Pure.
 * @param pathname as it stands in the request's URL, still encoded, without query
 * @param claims of the visitor, or null when signed out
 */
export function decide(pathname: string, claims: Claims | null): Decision {
  const found = findRule(pathname);
  return found ? decideRule(found.rule, claims) : { kind: "no-rule" };
}

/** The paths the navigation shows to a visitor: those with a name that they may open. */
export function navigationFor(claims: Claims | null): { path: PolicyPath; label: string }[] {
  return (Object.entries(POLICY) as [PolicyPath, Rule][]).flatMap(([path, rule]) =>
    rule.who === "onboarded" && rule.nav && decideRule(rule, claims).kind === "allow"
      ? [{ path, label: rule.nav }]
      : [],
  );
}

/** The pages of the navigation that a visitor would gain with what they lack. */
export function gainedWith(needs: Needs, claims: Claims): string[] {
  const now = new Set(navigationFor(claims).map(({ path }) => path));
  return navigationFor({ ...claims, ...needs })
    .filter(({ path }) => !now.has(path))
    .map(({ label }) => label);
}
