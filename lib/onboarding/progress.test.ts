import { describe, expect, test } from "vitest";
import { z } from "zod";
import { LEAST_PRIVILEGE } from "~/lib/auth/claims";
import { progressOf } from "~/lib/onboarding/progress";
import { defineStep } from "~/lib/onboarding/step";
import { profile, STEPS } from "~/lib/onboarding/steps";

const CLAIMS = LEAST_PRIVILEGE;
const alone = { welcome: {}, profile: { displayName: "Person", companySize: "just-me" } };
const inCompany = { welcome: {}, profile: { displayName: "Person", companySize: "2-10" } };
const slugs = (answers: object) =>
  progressOf({ ...answers }, CLAIMS).places.map(({ slug }) => slug);
const current = (answers: object) => progressOf({ ...answers }, CLAIMS).current;

describe("progressOf", () => {
  test("continues at the first step without an answer, and at finish after the last", () => {
    expect(current({})).toBe(STEPS[0].slug);
    expect(current({ welcome: {} })).toBe("profile");
    expect(current(inCompany)).toBe("company");
    expect(current({ ...alone, preferences: { digest: "never" } })).toBe("finish");
  });

  test("leaves out a step whose condition does not hold, and asks it when that changes", () => {
    expect(slugs(alone)).not.toContain("company");
    expect(slugs(inCompany)).toContain("company");
    expect(slugs(alone).at(-1)).toBe("finish");
  });

  test("goes back to an earlier step that lost its answer", () => {
    const answers = { profile: alone.profile, preferences: { digest: "never" } };
    expect(current(answers)).toBe("welcome");
  });

  test.each([
    ["a changed form", { displayName: "Person", size: "3" }],
    ["a missing field", { displayName: "Person" }],
    ["no object", "Person"],
    ["null", null],
  ])("asks again when the stored answer is of %s", (_name, answer) => {
    expect(current({ welcome: {}, profile: answer })).toBe("profile");
  });

  test("reads no answer off the prototype", () => {
    const inherited = Object.create({ profile: alone.profile });
    const { places } = progressOf(inherited, CLAIMS, [profile]);
    expect(places[0]?.answered).toBe(false);
  });

  test("summarizes answers as the step says, or with what was entered", () => {
    const tags = defineStep({
      slug: "preferences",
      title: "Tags",
      schema: z.strictObject({ tags: z.array(z.string()).max(9), note: z.string().optional() }),
    });
    const summaries = (stored: Record<string, unknown>) =>
      progressOf(stored, CLAIMS, [profile, tags]).places.map(({ summary }) => summary);
    expect(summaries({ ...inCompany, preferences: { tags: ["a", "b"], note: "" } })).toEqual([
      "Person, 2 to 10 people",
      "a, b",
      "",
    ]);
    expect(summaries({})).toEqual(["", "", ""]);
  });
});
