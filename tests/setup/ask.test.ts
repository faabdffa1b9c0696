import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { ask, type Options } from "../../scripts/setup/ask.ts";
import { readParts } from "../../scripts/setup/part.ts";

async function asked(options: Options, answers: string[]) {
  const [input, output] = [new PassThrough(), new PassThrough()];
  input.end(answers.map((line) => `${line}\n`).join(""));
  const result = await ask(options, readParts(process.cwd()), "Old Name", input, output);
  return { result, questions: String(output.read()) };
}

test("asks for the name, each example, the local services and the licence", async () => {
  const { result, questions } = await asked({}, ["Acme", "", "n", "y", "No", "n", "none"]);
  expect(result).toEqual({
    name: "Acme",
    examples: "admin,reports",
    "local-services": false,
    licence: "none",
  });
  expect(questions).toContain("Old Name");
  expect(questions).toContain("Keep the example moderation: display names to review? (Y/n)");
});

test("empty answers keep everything", async () => {
  const { result } = await asked({}, []);
  expect(result).toEqual({ examples: "admin,moderation,reports,teams", "local-services": true });
});

test("asks for nothing that an option says", async () => {
  const options = { name: "Acme", examples: "none", "local-services": true, licence: "none" };
  expect(await asked(options, [])).toEqual({ result: options, questions: "null" });
});
