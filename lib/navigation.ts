import type { Claims } from "~/lib/auth/claims";
import { decideRule, type Needs, POLICY, type Rule, type StaticPath } from "~/lib/auth/policy";

/** The links of the navigation for a visitor: the paths with a label that they may open. */
export function navigationFor(claims: Claims | null): { path: StaticPath; label: string }[] {
  // A key without `[id]`: only those have a label.
  return (Object.entries(POLICY) as [StaticPath, Rule][]).flatMap(([path, rule]) =>
    rule.who === "onboarded" && rule.nav && decideRule(rule, claims).kind === "allow"
      ? [{ path, label: rule.nav }]
      : [],
  );
}

/** The labels of the pages that a visitor would gain with what they lack. */
export function gainedWith(needs: Needs, claims: Claims): string[] {
  const now = new Set(navigationFor(claims).map(({ path }) => path));
  return navigationFor({ ...claims, ...needs })
    .filter(({ path }) => !now.has(path))
    .map(({ label }) => label);
}
