import { test } from "vitest";
import { PERSONAS } from "~/dev/personas.ts";
import { claimsOfMetadata, PLAN_NAMES, PLANS, ROLE_NAMES, ROLES } from "~/lib/auth/claims";
import { decideRule, POLICY, type Rule } from "~/lib/auth/policy";
import { expectGenerated } from "./generated.ts";

function who(rule: Rule): string {
  switch (rule.who) {
    case "anyone":
      return "everyone";
    case "signed-request":
      return "requests with the signing secret";
    case "signed-in":
      return "signed-in users, onboarded or not";
    case "onboarded":
      return [
        "onboarded users",
        ...(rule.role ? [ROLE_NAMES[rule.role] + orAbove(ROLES, rule.role)] : []),
        ...(rule.plan ? [`the ${PLAN_NAMES[rule.plan]} plan${orAbove(PLANS, rule.plan)}`] : []),
      ].join(", ");
  }
}

function orAbove<Level>(order: readonly Level[], level: Level): string {
  return level === order.at(-1) ? "" : " or above";
}

function row(cells: string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function table(): string {
  const names = PERSONAS.map(({ id }) => id.replace("user_local_", ""));
  const header = ["path", "open to", ...names];
  const rows = Object.entries<Rule>(POLICY).map(([path, rule]) => [
    `\`${path}\`${rule.subpaths ? " and below" : ""}`,
    who(rule),
    ...PERSONAS.map(({ publicMetadata }) =>
      rule.who !== "signed-request" &&
      decideRule(rule, claimsOfMetadata(publicMetadata)).kind === "allow"
        ? "✓"
        : "",
    ),
  ]);
  return [row(header), row(header.map(() => "---")), ...rows.map(row), ""].join("\n");
}

test("docs/access.md has the policy as it is; `npm run docs:access` writes it", async () => {
  await expectGenerated("docs/access.md", "policy", table());
});
