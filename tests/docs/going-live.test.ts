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

/** Only the local services set these. */
const LOCAL = ["CLERK_API_URL", "CLERK_FAPI_URL", "FIRESTORE_EMULATOR_HOST"];

test("the guide, .env.example and the doctor know the same variables", () => {
  const [, table = ""] =
    /<!-- variables:start -->([\s\S]*)<!-- variables:end -->/.exec(GUIDE) ?? [];
  const inGuide = table
    .split("\n")
    .flatMap((row) => [...(row.split("|")[1] ?? "").matchAll(/`([A-Z_]+)`/g)])
    .map(([, name]) => name);
  const inExample = [...readFileSync(".env.example", "utf8").matchAll(/^([A-Z_]+)=$/gm)].map(
    ([, name]) => name,
  );
  const ofDoctor = Object.keys(VARIABLES).filter((name) => !LOCAL.includes(name));
  expect(inExample.toSorted()).toEqual(ofDoctor.toSorted());
  expect(inGuide.toSorted()).toEqual(ofDoctor.toSorted());
});
