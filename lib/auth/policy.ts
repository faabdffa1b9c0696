import { type Claims, PLANS, type Plan, ROLES, type Role } from "~/lib/auth/claims";
import { routeFinder } from "~/lib/auth/routes";

type WithSubpaths = { subpaths?: true };

/** Who may open a route. Every part that is given must hold. */
export type Rule =
  /** Everyone, signed in or not. */
  | ({ who: "anyone" } & WithSubpaths)
  /** Services without a session: the handler verifies the signature of the body itself. */
  | ({ who: "signed-request" } & WithSubpaths)
  /** Everyone who is signed in, onboarded or not. */
  | ({ who: "signed-in" } & WithSubpaths)
  /** Everyone who finished onboarding and has at least this role and this plan. */
  | ({
      who: "onboarded";
      role?: Exclude<Role, (typeof ROLES)[0]>;
      plan?: Exclude<Plan, (typeof PLANS)[0]>;
      /** The label of its link in the navigation, shown to those who may open it. */
      nav?: string;
    } & WithSubpaths);

/** Its link would have no address: a path with `[id]` has no label in the navigation. */
type DynamicRule = Rule & { nav?: never };

/**
 * Who may open what: the single source for the proxy, the guards, the navigation, /unauthorized, the
 * docs and the tests. A path that isn't here doesn't exist (404).
 *
 * A key is a route as its folders in app/ spell it, without groups: `/projects/[id]`,
 * `/docs/[...slug]`. The most specific one counts, as in Next's router, and `subpaths` covers
 * everything below that has no key. Names match character by character, so no encoding or letter case
 * slips past a rule. Metadata files, such as opengraph-image, have their page's rule.
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
  "/admin": { who: "onboarded", role: "admin", nav: "Admin" },
  "/admin/[userId]": { who: "onboarded", role: "admin" },
  "/audit": { who: "onboarded", role: "admin", plan: "enterprise", nav: "Audit" },
  "/settings": { who: "onboarded", nav: "Settings" },
  "/api/me": { who: "signed-in" },
  "/api/moderation": { who: "onboarded", role: "moderator" },
  "/api/reports": { who: "onboarded", plan: "pro" },
  "/api/webhooks/clerk": { who: "signed-request" },
} as const satisfies { [path: `/${string}`]: Rule; [path: `/${string}[${string}`]: DynamicRule };

export type PolicyPath = keyof typeof POLICY;
/** A path that is an address: without `[id]`. */
export type StaticPath = Exclude<PolicyPath, `${string}[${string}`>;

type PathFor<Who> = {
  [Path in PolicyPath]: (typeof POLICY)[Path] extends { who: Who } ? Path : never;
}[PolicyPath];

/** The paths that need a session: what `requireAccess`, `action` and `apiRoute` take. */
export type GatedPath = PathFor<"signed-in" | "onboarded">;
export type ApiPath = Extract<GatedPath, `/api/${string}`>;

/** The paths that take signed requests: what `webhookRoute` takes. */
export type SignedPath = PathFor<"signed-request">;

export type Decision =
  | { kind: "allow" }
  | { kind: "sign-in" }
  | { kind: "onboarding" }
  | { kind: "forbidden"; needs: Needs }
  | { kind: "no-rule" };

export type Needs = { role?: Role; plan?: Plan };

// Each key comes from POLICY, which Object.entries forgets.
const entries = Object.entries(POLICY) as [PolicyPath, Rule][];
const rules: ReadonlyMap<string, Rule> = new Map(entries);

/** The key of POLICY that a request's path falls under, or undefined. */
export const findPath = routeFinder(entries);

/** @throws {Error} that says what to add, when a page, action or route handler names no key */
export function assertRule(path: string): void {
  if (rules.has(path)) return;
  const found = findPath(path);
  throw new Error(
    found
      ? `${path} is no key of POLICY in lib/auth/policy.ts. Its rule is that of "${found}": write that.`
      : `No rule for ${path}: add it to POLICY in lib/auth/policy.ts, for example "${path}": { who: "onboarded" }.`,
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
 * Decides by a key of POLICY, which a guard names. Pure.
 * @param claims of the visitor, or null when signed out
 */
export function decide(path: PolicyPath | undefined, claims: Claims | null): Decision {
  const rule = path && rules.get(path);
  return rule ? decideRule(rule, claims) : { kind: "no-rule" };
}
