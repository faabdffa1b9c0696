/**
 * Adds a step to onboarding: its page, and its entry at the end of STEPS.
 *   npm run add:step -- team-size
 * Exits with 0 when it wrote both, with 1 and a sentence when it wrote nothing.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { Script } from "node:vm";

const STEPS = "lib/onboarding/steps.ts";
const LONGEST_LINE = 100;
const LIST = /(?:\/\*\*(?:(?!\*\/)[\s\S])*\*\/\s*)?(export const STEPS = \[)([^\]]*)(\] as const;)/;

/** What the person at the terminal can mend: shown as a sentence, without a stack. */
class Refusal extends Error {}

function readSlug([slug, ...more]: string[]): string {
  if (slug === undefined || more.length > 0) {
    throw new Refusal("Usage: npm run add:step -- <name>, such as team-size");
  }
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(slug) || slug.length > 40) {
    throw new Refusal(
      `"${slug}" can't be a step's name. Use at most 40 lowercase letters and digits, with hyphens between words: team-size.`,
    );
  }
  if (slug === "finish" || slug === "start") {
    throw new Refusal(`"${slug}" has a meaning of its own in onboarding. Choose another name.`);
  }
  return slug;
}

/** `team-size` in steps.ts is `teamSize`. */
function constantFor(slug: string, source: string): string {
  const name = slug.replace(/-(.)/g, (_all, letter: string) => letter.toUpperCase());
  const declared = new RegExp(`\\b(?:const|let|function|type|import)\\b[^=;("]*\\b${name}\\b`);
  if (declared.test(source)) {
    throw new Refusal(`${STEPS} already has something called ${name}. Choose another name.`);
  }
  try {
    new Script(`"use strict"; async () => { const ${name} = 0; }`);
  } catch {
    throw new Refusal(`"${slug}" is a word of JavaScript. Choose another name.`);
  }
  return name;
}

function pageFor(slug: string, title: string): string {
  const name = title.replace(/ (.)/g, (_all, letter: string) => letter.toUpperCase());
  const start = `export default async function ${name}Page({`;
  const end = `}: PageProps<"/onboarding/${slug}">) {`;
  const line = `${start} searchParams ${end}`;
  return `import type { Metadata } from "next";
import { TextField } from "~/components/form/fields";
import { requireAccess } from "~/lib/access/require-access";
import { openStep } from "~/lib/onboarding/open-step";
import { StepPage } from "../step-page";

export const metadata: Metadata = {
  title: "${title}",
  description: "A step of getting started: ${title}.",
};

${line.length > LONGEST_LINE ? `${start}\n  searchParams,\n${end}` : line}
  const session = await requireAccess("/onboarding");
  const step = await openStep("${slug}", session, searchParams);
  return (
    <StepPage step={step} title="${title}">
      <TextField name="answer" label="Your answer" />
    </StepPage>
  );
}
`;
}

function entryFor(slug: string, title: string, constant: string): string {
  return `const ${constant} = defineStep({
  slug: "${slug}",
  title: "${title}",
  schema: z.strictObject({
    answer: z.string("Enter an answer").trim().max(200, "Use at most 200 characters"),
  }),
});

`;
}

/** `[a, b` with one more, in one line or in as many as its formatter would use. */
function withMember(before: string, list: string, constant: string, after: string): string {
  const members = list.trim().replace(/,$/, "");
  const line = `${before}${members ? `${members}, ` : ""}${constant}${after}`;
  if (!members.includes("\n") && line.length <= LONGEST_LINE) return line;
  const lines = members.includes("\n") ? members : members.replaceAll(", ", ",\n  ");
  return `${before}\n  ${lines},\n  ${constant},\n${after}`;
}

function addStep(args: string[]): void {
  const slug = readSlug(args);
  const page = `app/onboarding/${slug}/page.tsx`;
  if (existsSync(dirname(page))) throw new Refusal(`${dirname(page)} is already there.`);
  if (!existsSync(STEPS)) {
    throw new Refusal(`There is no ${STEPS} here. Run this in the project's folder.`);
  }
  const source = readFileSync(STEPS, "utf8");
  if (new RegExp(`slug: ["']${slug}["']`).test(source)) {
    throw new Refusal(`${STEPS} already has a step called ${slug}.`);
  }
  const constant = constantFor(slug, source);
  if (!LIST.test(source)) {
    throw new Refusal(
      `${STEPS} has no "export const STEPS = [...] as const;". Add the step by hand: docs/onboarding.md.`,
    );
  }
  const words = slug.replaceAll("-", " ");
  const title = words.charAt(0).toUpperCase() + words.slice(1);
  const written = source.replace(LIST, (all, before, list, after) => {
    const comment = all.slice(0, all.indexOf(before));
    const entry = entryFor(slug, title, constant);
    return entry + comment + withMember(before, list, constant, after);
  });

  mkdirSync(dirname(page));
  writeFileSync(page, pageFor(slug, title));
  writeFileSync(STEPS, written);
  console.log(`${page} is the page, and ${constant} in ${STEPS} is its entry.`);
  console.log(
    "Change the fields in both. The order of STEPS is the order in which users are asked.",
  );
}

try {
  addStep(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
