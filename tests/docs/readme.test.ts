import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { PERSONAS } from "~/dev/personas.ts";
import { expectGenerated } from "./generated.ts";

const readme = readFileSync("README.md", "utf8");
const { scripts } = JSON.parse(readFileSync("package.json", "utf8"));
const documents = ["README.md", "AGENTS.md", ...globSync("{docs,dev,packages/*}/*.md")];

test("the README has the local users as they are; `npm run docs:access` writes them", async () => {
  const rows = PERSONAS.map(({ email, publicMetadata: { role, plan, onboardingComplete } }) => {
    return `| ${email} | ${onboardingComplete ? `${role}, ${plan}` : "not onboarded"} |`;
  });
  const table = ["| user | role, plan |", "| --- | --- |", ...rows, ""].join("\n");
  await expectGenerated("README.md", "personas", table);
  expect(readme).toContain(`password \`${PERSONAS[0]?.password}\``);
});

test.each(documents)("the commands that %s names exist", (path) => {
  const names = [...readFileSync(path, "utf8").matchAll(/npm run ([\w:-]+)(?![\w:-]| -w)/g)];
  for (const [, name = ""] of names) expect(scripts, name).toHaveProperty([name]);
});

/** As GitHub makes them of headings. */
const anchorsOf = (path: string) =>
  [...readFileSync(path, "utf8").matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\w\s-]/g, "")
      .replaceAll(" ", "-"),
  );

test.each(documents)("the links in %s lead somewhere", (path) => {
  const links = [...readFileSync(path, "utf8").matchAll(/(?:\]\(|src(?:set)?=")([^)"\s]+)/g)];
  for (const [, link = ""] of links) {
    if (/^[a-z]+:/.test(link)) continue;
    const [file = "", anchor] = link.split("#");
    const target = file ? join(dirname(path), file) : path;
    expect(existsSync(target), link).toBe(true);
    if (anchor && target.endsWith(".md")) expect(anchorsOf(target), link).toContain(anchor);
  }
});
