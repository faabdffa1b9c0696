import { expect, test } from "vitest";
import { z } from "zod";
import { parseAnswer } from "../onboarding/progress";
import { STEPS } from "../onboarding/steps";
import { parseForm } from "./form";
import { plainSentence } from "./plain-sentences";

/** What a visitor reads of the first problem. */
function sentenceFor(schema: z.ZodType, input: unknown): string | undefined {
  return schema.safeParse(input, { error: plainSentence }).error?.issues[0]?.message;
}

test.each([
  ["an absent text", z.string(), undefined, "Enter a value."],
  ["a text that is a number", z.string(), 7, "Enter a valid value."],
  ["an empty text", z.string().min(1), "", "Enter a value."],
  ["a short text", z.string().min(8), "a", "Use at least 8 characters."],
  ["a long text", z.string().max(1_000), "a".repeat(1_001), "Use at most 1,000 characters."],
  ["a code of another length", z.string().length(6), "12345", "Use exactly 6 characters."],
  ["no option", z.enum(["a", "b"]), undefined, "Choose one of the options."],
  ["another option", z.enum(["a", "b"]), "c", "Choose one of the options."],
  ["another literal", z.literal("a"), "b", "Enter a valid value."],
  ["no number", z.number(), "seven", "Enter a number."],
  ["a fraction", z.int(), 1.5, "Enter a whole number."],
  ["no finite number", z.number(), Number.POSITIVE_INFINITY, "Enter a number."],
  ["a small number", z.number().min(1), 0, "Enter 1 or more."],
  ["zero", z.number().positive(), 0, "Enter more than 0."],
  ["a large number", z.number().max(1_000), 1_001, "Enter 1,000 or less."],
  ["a number at the limit", z.number().lt(5), 5, "Enter less than 5."],
  ["another step", z.number().multipleOf(5), 7, "Enter a multiple of 5."],
  ["no date", z.date(), undefined, "Enter a date."],
  ["an early date", z.date().min(new Date(2)), new Date(1), "Choose a later date."],
  ["a late date", z.date().max(new Date(1)), new Date(2), "Choose an earlier date."],
  ["no yes or no", z.boolean(), undefined, "Choose yes or no."],
  ["no list", z.array(z.string()), "a", "Give a list."],
  ["a short list", z.array(z.string()).min(2), ["a"], "Choose at least 2."],
  ["a long list", z.array(z.string()).max(1), ["a", "b"], "Choose at most 1."],
  ["no email address", z.email(), "a", "Enter an email address."],
  ["no web address", z.url(), "a", "Enter a web address that starts with https://."],
  ["no id", z.uuid(), "a", "Enter a valid value."],
  ["another pattern", z.string().regex(/^b$/), "a", "Enter a valid value."],
  ["none of several", z.union([z.string(), z.date()]), 7, "Enter a valid value."],
  ["no object", z.strictObject({}), "a", "Enter a valid value."],
  [
    "an unknown field",
    z.strictObject({}),
    { extra: 1 },
    "There is a field that isn't known. Reload the page and try again.",
  ],
])("%s is told in a sentence", (_what, schema, input, sentence) => {
  expect(sentenceFor(schema, input)).toBe(sentence);
});

test("a schema's own words come first", () => {
  expect(sentenceFor(z.string("Enter a name"), undefined)).toBe("Enter a name");
  expect(sentenceFor(z.string().min(1, "Name it"), "")).toBe("Name it");
  expect(
    sentenceFor(
      z.string().refine(() => false, "No"),
      "a",
    ),
  ).toBe("No");
});

test("an onboarding step's fields are told so", () => {
  const [welcome] = STEPS;
  const messages = parseAnswer(welcome, { extra: "1" }).error?.issues.map(({ message }) => message);
  expect(messages).toContainEqual(expect.stringMatching(/^There is a field/));
});

test("a form's fields are told so", () => {
  const form = new FormData();
  form.set("count", "many");
  const schema = z.strictObject({ name: z.string().max(10), count: z.int(), size: z.enum(["s"]) });
  expect(parseForm(form, schema)).toMatchObject({
    error: {
      name: ["Enter a value."],
      count: ["Enter a number."],
      size: ["Enter a valid value."],
    },
  });
});
