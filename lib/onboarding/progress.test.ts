import { describe, expect, test } from "vitest";
import { LEAST_PRIVILEGE } from "~/lib/auth/claims";
import { answersReader, neighbours, progressOf } from "~/lib/onboarding/progress";
import { profile } from "~/lib/onboarding/steps";

const CLAIMS = LEAST_PRIVILEGE;
const alone = { welcome: {}, profile: { displayName: "Person", companySize: "just-me" } };
const inCompany = { welcome: {}, profile: { displayName: "Person", companySize: "2-10" } };
const slugs = (answers: object) => progressOf({ ...answers }, CLAIMS).steps.map(({ slug }) => slug);

describe("progressOf", () => {
  test("begins at the first step and ends at finish", () => {
    expect(progressOf({}, CLAIMS).current).toBe("welcome");
    expect(progressOf({ welcome: {} }, CLAIMS).current).toBe("profile");
    expect(progressOf(inCompany, CLAIMS).current).toBe("team");
    expect(progressOf({ ...alone, preferences: { digest: "never" } }, CLAIMS).current).toBe(
      "finish",
    );
  });

  test("leaves out a step whose condition does not hold, and asks it when that changes", () => {
    expect(slugs(alone)).toEqual(["welcome", "profile", "preferences"]);
    expect(slugs(inCompany)).toEqual(["welcome", "profile", "team", "preferences"]);
  });

  test("goes back to an earlier step that lost its answer", () => {
    const answers = { profile: alone.profile, preferences: { digest: "never" } };
    expect(progressOf(answers, CLAIMS).current).toBe("welcome");
  });

  test.each([
    ["a changed form", { displayName: "Person", size: 3 }],
    ["a missing field", { displayName: "Person" }],
    ["no object", "Person"],
    ["null", null],
  ])("asks again when the stored answer is of %s", (_name, answer) => {
    expect(progressOf({ welcome: {}, profile: answer }, CLAIMS).current).toBe("profile");
  });

  test("reads no answer off the prototype", () => {
    expect(answersReader(Object.create(alone))(profile)).toBeUndefined();
  });
});

test("neighbours skip what is not asked, and finish follows the last step", () => {
  const progress = progressOf(alone, CLAIMS);
  expect(neighbours(progress, "welcome")).toEqual({ previous: null, next: "profile" });
  expect(neighbours(progress, "profile")).toEqual({ previous: "welcome", next: "preferences" });
  expect(neighbours(progress, "preferences")).toEqual({ previous: "profile", next: "finish" });
  expect(neighbours(progress, "finish")).toEqual({ previous: "preferences", next: "finish" });
});
