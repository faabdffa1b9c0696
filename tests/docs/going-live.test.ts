import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { SESSION_TOKEN_TEMPLATE } from "~/lib/auth/claims";
import { VARIABLES } from "~/scripts/doctor/variables.ts";
import { expectGenerated } from "./generated.ts";

const GUIDE = readFileSync("docs/going-live.md", "utf8");

/** As a block in a list, three spaces in. */
const JSON_BLOCK = ["```json", JSON.stringify(SESSION_TOKEN_TEMPLATE, null, 2), "```", ""]
  .join("\n")
  .replace(/^(?=.)/gm, "   ");

test.each(["README.md", "docs/going-live.md"])(
  "%s has the session token as the code has it; `npm run docs:access` writes it",
  async (file) => {
    await expectGenerated(file, "session-token", JSON_BLOCK);
  },
);

/** Only the local services set these, and only a host sets the last two. */
const NOT_YOURS = [
  ...["CLERK_API_URL", "CLERK_FAPI_URL", "FIRESTORE_EMULATOR_HOST"],
  ...["LOCAL_SERVICES", "LOCAL_PERSONAS", "K_SERVICE", "VERCEL_OTEL_ENDPOINTS"],
];
const mine = (names: string[]) => names.filter((name) => !NOT_YOURS.includes(name)).toSorted();
const namesIn = (text: string, pattern: RegExp) =>
  [...text.matchAll(pattern)].flatMap(([, name]) => name ?? []);

test("the code, the guide, .env.example and the doctor know the same variables", () => {
  const [, table = ""] =
    /<!-- variables:start -->([\s\S]*)<!-- variables:end -->/.exec(GUIDE) ?? [];
  const rows = table.split("\n").map((row) => row.split("|")[1] ?? "");
  const declared = mine(namesIn(readFileSync("lib/env.ts", "utf8"), /^ {2}([A-Z][A-Z_]+):/gm));
  expect(declared.length).toBeGreaterThan(10);
  expect(mine(namesIn(rows.join("\n"), /`([A-Z_]+)`/g))).toEqual(declared);
  expect(mine(namesIn(readFileSync(".env.example", "utf8"), /^([A-Z_]+)=$/gm))).toEqual(declared);
  expect(mine(Object.keys(VARIABLES))).toEqual(declared);
});

test("git and Docker ignore every file that the guide puts keys in", () => {
  const [git, docker] = [".gitignore", ".dockerignore"].map((file) =>
    readFileSync(file, "utf8").split("\n"),
  );
  for (const pattern of [".env.*", "*.env", "*firebase-adminsdk*.json"]) {
    expect(git).toContain(pattern);
    expect(docker).toContain(`**/${pattern.replace(".env.*", ".env*")}`);
  }
  const files = namesIn(GUIDE, /--env-file ([\w.-]*\w)/g);
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) expect(file).toMatch(/^\.env\.|\.env$/);
});
