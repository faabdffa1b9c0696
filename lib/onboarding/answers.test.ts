import { parseWithZod } from "@conform-to/zod/v4";
import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { LEAST_PRIVILEGE } from "~/lib/auth/claims";
import { entrySchema } from "~/lib/onboarding/entry";
import { parseAnswer, progressOf } from "~/lib/onboarding/progress";
import { defineStep } from "~/lib/onboarding/step";
import { readOnboarding, saveAnswer } from "~/lib/onboarding/store";
import { localFirestoreForTests } from "~/tests/support/local-firestore.ts";

localFirestoreForTests();

/** A field of a form: its schema, and what a browser sends for it by name. */
interface Field {
  schema: z.ZodType;
  entries: [suffix: string, value: string][];
}

function field(schema: z.ZodType, values: fc.Arbitrary<string[]>): fc.Arbitrary<Field> {
  return values.map((texts) => ({ schema, entries: texts.map((text) => ["", text]) }));
}

const text = fc.string({ minLength: 1, maxLength: 20, unit: "grapheme" });
const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map(String);
const day = fc
  .date({ min: new Date(0), max: new Date("2100-01-01"), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const one = (value: fc.Arbitrary<string>) => value.map((entered) => [entered]);
const oneOrEmpty = (value: fc.Arbitrary<string>) => one(fc.oneof(value, fc.constant("")));
const checkbox = fc.constantFrom<string[]>([], ["on"]);
const list = (value: fc.Arbitrary<string>) => fc.array(value, { maxLength: 5 });

const simple: fc.Arbitrary<Field> = fc.oneof(
  field(z.string().max(100), one(text)),
  field(z.string().trim().optional(), oneOrEmpty(text)),
  field(z.string().default("nothing"), oneOrEmpty(text)),
  field(z.number(), one(number)),
  field(z.number().optional(), oneOrEmpty(number)),
  field(z.number().default(7), oneOrEmpty(number)),
  field(z.boolean().default(false), checkbox),
  field(z.boolean().optional(), checkbox),
  field(z.date(), one(day)),
  field(z.date().optional(), oneOrEmpty(day)),
  field(z.email().optional(), oneOrEmpty(fc.constant("person@example.com"))),
  field(z.url(), one(fc.constantFrom("https://example.com/", "https://example.com/a?b=c"))),
  field(z.literal(true), fc.constant(["on"])),
  field(z.coerce.number(), one(number)),
  field(z.coerce.date(), one(day)),
  field(z.coerce.string(), oneOrEmpty(text)),
  field(z.stringbool(), one(fc.constantFrom("yes", "no"))),
  field(z.string().nullish(), oneOrEmpty(text)),
  field(z.string().prefault("nothing"), oneOrEmpty(text)),
  field(z.number().catch(7), one(text)),
  field(
    z.preprocess((entered) => (Array.isArray(entered) ? entered : [entered]), z.array(z.unknown())),
    list(text),
  ),
  field(z.enum(["red", "green"]), one(fc.constantFrom("red", "green"))),
  field(z.array(z.string()).max(5), list(text)),
  field(z.array(z.number()).max(5), list(number)),
  field(z.array(z.enum(["a", "b"])).optional(), list(fc.constantFrom("a", "b"))),
  // Outputs that the schema itself would not accept as an input.
  field(
    z.literal("on").transform(() => true),
    fc.constant(["on"]),
  ),
  field(
    z.string().transform((entered) => entered.length),
    one(text),
  ),
  field(
    z.string().transform(() => undefined),
    one(text),
  ),
  field(
    z
      .array(z.string())
      .max(5)
      .transform((texts) => new Set(texts)),
    list(text),
  ),
  field(
    z.number().transform((entered) => ({ nested: [[entered]] })),
    one(number),
  ),
  field(
    z.date().transform((date) => date.getTime()),
    one(day),
  ),
);

function group(fields: Field[], isOptional: boolean): Field {
  const shape = Object.fromEntries(fields.map(({ schema }, index) => [`f${index}`, schema]));
  return {
    schema: isOptional ? z.strictObject(shape).optional() : z.strictObject(shape),
    entries: fields.flatMap(({ entries }, index) =>
      entries.map(([suffix, value]): [string, string] => [`.f${index}${suffix}`, value]),
    ),
  };
}

/** A list of groups, as the fields `f[0].name` and `f[0].days` send it. */
const rows: fc.Arbitrary<Field> = fc.array(fc.tuple(text, number), { maxLength: 3 }).map((all) => ({
  schema: z.array(z.strictObject({ name: z.string(), days: z.number() })).max(3),
  entries: all.flatMap(([name, days], index): Field["entries"] => [
    [`[${index}].name`, name],
    [`[${index}].days`, days],
  ]),
}));

const nested: fc.Arbitrary<Field> = fc.oneof(
  { weight: 4, arbitrary: simple },
  { weight: 1, arbitrary: rows },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.array(simple, { minLength: 1, maxLength: 3 }), fc.boolean())
      .map(([fields, isOptional]) => group(fields, isOptional)),
  },
);

test("whatever a step's schema accepts is read back as it was saved, and counts as answered", async () => {
  const userId = "user_properties";
  await fc.assert(
    fc.asyncProperty(
      fc.array(nested, { maxLength: 6 }),
      fc.constantFrom(
        (schema: z.ZodType) => schema,
        (schema: z.ZodType) => schema.transform(() => undefined),
        (schema: z.ZodType) => schema.transform((value) => [value]).pipe(z.array(z.unknown())),
      ),
      async (fields, wrap) => {
        const { schema, entries } = group(fields, false);
        const step = defineStep({ slug: "generated", title: "Generated", schema: wrap(schema) });
        const form = new FormData();
        for (const [name, value] of entries) form.append(name.slice(1), value);
        const entered = entrySchema.parse(parseWithZod(form, { schema: z.unknown() }).payload);

        const saved = parseAnswer(step, entered);
        expect(saved.error).toBeUndefined();
        expect(await saveAnswer(userId, step.slug, entered)).toEqual([null, null]);

        const [, stored] = await readOnboarding(userId);
        expect(stored?.answers).toEqual({ generated: entered });
        expect(parseAnswer(step, stored?.answers.generated)).toEqual(saved);
        const { current } = progressOf([step], stored?.answers ?? {}, LEAST_PRIVILEGE);
        expect(current).toBe("finish");
      },
    ),
    { numRuns: 100 },
  );
});
