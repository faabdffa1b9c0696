import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { PERSONAS } from "~/dev/personas.ts";
import { claimsOfMetadata, PLAN_NAMES, PLANS, ROLE_NAMES, ROLES } from "~/lib/auth/claims";
import { decide, POLICY, type Rule } from "~/lib/auth/policy";

const FILE = fileURLToPath(new URL("../../docs/access.md", import.meta.url));
const GENERATED = /(<!-- policy:start -->\n)[\s\S]*(<!-- policy:end -->)/;

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
      decide(path, claimsOfMetadata(publicMetadata)).kind === "allow"
        ? "✓"
        : "",
    ),
  ]);
  return [row(header), row(header.map(() => "---")), ...rows.map(row), ""].join("\n");
}

test("docs/access.md has the policy as it is; `npm run docs:access` writes it", async () => {
  const text = readFileSync(FILE, "utf8");
  expect(text).toMatch(GENERATED);
  await expect(text.replace(GENERATED, `$1${table()}$2`)).toMatchFileSnapshot(FILE);
});
