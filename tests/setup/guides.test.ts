import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

/**
 * The test that follows each document: it reads the document, or the function that does names it. What
 * a test can't run stands in MANUAL, with why.
 */
const FOLLOWED_BY: Record<string, string[]> = {
  "README.md": ["tests/newcomer/newcomer.spec.ts", "tests/setup/whole/build.test.ts"],
  "docs/actions.md": ["tests/newcomer/newcomer.spec.ts"],
  "docs/api.md": ["tests/newcomer/newcomer.spec.ts"],
  "docs/claims-from-billing.md": ["tests/extend/claims-sources.test.ts"],
  "docs/claims-from-organizations.md": ["tests/extend/claims-sources.test.ts"],
  "docs/claims.md": ["tests/extend/claims.test.ts", "tests/newcomer/newcomer.spec.ts"],
  "docs/going-live.md": ["tests/docs/going-live.test.ts"],
  "docs/onboarding.md": ["tests/extend/onboarding.spec.ts", "tests/newcomer/newcomer.spec.ts"],
  "docs/permission-forms.md": ["tests/extend/access.test.ts", "tests/newcomer/newcomer.spec.ts"],
  "docs/permissions.md": ["tests/extend/access.test.ts", "tests/newcomer/newcomer.spec.ts"],
  "docs/public-pages.md": ["tests/extend/access.test.ts", "tests/newcomer/newcomer.spec.ts"],
  "docs/remove-local-services.md": ["tests/setup/whole/build.test.ts"],
  "docs/remove.md": ["tests/newcomer/newcomer.spec.ts"],
  "docs/routes.md": ["tests/extend/access.test.ts", "tests/newcomer/newcomer.spec.ts"],
  "docs/testing.md": ["tests/newcomer/newcomer.spec.ts"],
  "docs/upgrading.md": ["tests/setup/upgrading.test.ts"],
};

/** Commands that need what a test doesn't have. */
const MANUAL = {
  "docs/containers.md": "Docker; tests/deploy does the same without it",
};

/** Marks of a block that somebody may copy: code, a change or commands. */
const BLOCK = /^ *```(?:sh|tsx?|diff|json)\b/m;
const withBlocks = ["README.md", ...globSync("docs/*.md")].filter((file) =>
  BLOCK.test(readFileSync(file, "utf8")),
);

test("every document with code or commands is followed by a test", () => {
  const known = [...Object.keys(FOLLOWED_BY), ...Object.keys(MANUAL)];
  expect(known.toSorted()).toEqual(withBlocks.toSorted());
});

test.each(Object.entries(FOLLOWED_BY))("%s is followed by a test that names it", (file, tests) => {
  // Two options of setup are what README.md and remove-local-services.md have as a command.
  const names = [file, file.replace(/^docs\/|\.md$/g, "")];
  if (file === "docs/remove-local-services.md") names.push("--no-local-services");
  for (const one of tests) {
    const source = readFileSync(one, "utf8");
    const isNamed = names.some((name) => source.includes(name));
    expect(isNamed || (file === "README.md" && source.includes("setup")), one).toBe(true);
  }
});

test.each(withBlocks.filter((file) => file.startsWith("docs/")))(
  "every block of %s that is a file or a change says which",
  (file) => {
    const unnamed = readFileSync(file, "utf8").match(/^```(?:tsx?|diff)$/gm);
    expect(unnamed).toBeNull();
  },
);
