import { describe, expect, test } from "vitest";
import { z } from "zod";
import { LEAST_PRIVILEGE } from "~/lib/auth/claims";
import { progressOf } from "~/lib/onboarding/progress";
import { defineStep } from "~/lib/onboarding/step";

const hello = defineStep({ slug: "hello", title: "Hello", schema: z.strictObject({}) });
const pet = defineStep({
  slug: "pet",
  title: "Your pet",
  schema: z.strictObject({ kind: z.enum(["cat", "dog"]), age: z.number().optional() }),
  summary: ({ kind, age }) => `A ${kind}${age === undefined ? "" : ` of ${age}`}`,
});
const walks = defineStep({
  slug: "walks",
  title: "Walks",
  schema: z.strictObject({ days: z.array(z.string()).max(7) }),
  when: (answerOf, claims) => answerOf(pet)?.kind !== "cat" && claims.plan === "free",
});
const STEPS = [hello, pet, walks];

const CAT = { hello: {}, pet: { kind: "cat", age: "" } };
const DOG = { hello: {}, pet: { kind: "dog", age: "4" } };
const progress = (answers: object, claims = LEAST_PRIVILEGE) =>
  progressOf(STEPS, { ...answers }, claims);
const slugs = (...given: Parameters<typeof progress>) =>
  progress(...given).places.map(({ slug }) => slug);

describe("progressOf", () => {
  test("continues at the first step without an answer, and at finish after the last", () => {
    expect(progress({}).current).toBe("hello");
    expect(progress({ hello: {} }).current).toBe("pet");
    expect(progress(DOG).current).toBe("walks");
    expect(progress({ ...DOG, walks: { days: ["mon"] } }).current).toBe("finish");
    expect(progress(CAT).current).toBe("finish");
  });

  test("leaves out a step whose condition does not hold, and asks it when that changes", () => {
    expect(slugs(CAT)).toEqual(["hello", "pet", "finish"]);
    expect(slugs(DOG)).toEqual(["hello", "pet", "walks", "finish"]);
    expect(slugs(DOG, { ...LEAST_PRIVILEGE, plan: "pro" })).toEqual(["hello", "pet", "finish"]);
  });

  test("goes back to an earlier step that lost its answer", () => {
    expect(progress({ pet: CAT.pet }).current).toBe("hello");
  });

  test.each([
    ["a changed form", { kind: "cat", size: "3" }],
    ["a missing field", { age: "3" }],
    ["a value that is not offered any more", { kind: "fish" }],
    ["no object", "cat"],
    ["null", null],
  ])("asks again when the stored answer is of %s", (_name, answer) => {
    expect(progress({ hello: {}, pet: answer }).current).toBe("pet");
  });

  test("asks again when the step's schema throws on the stored answer", () => {
    const city = z.preprocess((entered) => (entered as string).trim(), z.string());
    const strict = defineStep({ slug: "city", title: "City", schema: z.strictObject({ city }) });
    expect(progressOf([strict], { city: { city: " Oslo " } }, LEAST_PRIVILEGE).current).toBe(
      "finish",
    );
    expect(progressOf([strict], { city: { town: "Oslo" } }, LEAST_PRIVILEGE).current).toBe("city");
  });

  test("reads no answer off the prototype", () => {
    const inherited = Object.create({ pet: CAT.pet });
    expect(progressOf([pet], inherited, LEAST_PRIVILEGE).places[0]?.answered).toBe(false);
  });

  test("summarizes answers as the step says, or field by field", () => {
    const summaries = (answers: object) => progress(answers).places.map(({ summary }) => summary);
    expect(summaries({ ...DOG, walks: { days: ["mon", "tue"] } })).toEqual([
      "",
      "A dog of 4",
      "Days: mon, tue",
      "",
    ]);
    expect(summaries({})).toEqual(["", "", "", ""]);
  });
});
