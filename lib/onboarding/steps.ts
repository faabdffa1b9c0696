import { z } from "zod";
import { saveDisplayName } from "~/lib/onboarding/display-name";
import { oneOf } from "~/lib/onboarding/options";
import { defineStep } from "~/lib/onboarding/step";

export const COMPANY_SIZES = [
  { value: "just-me", label: "Just me" },
  { value: "2-10", label: "2 to 10 people" },
  { value: "11-50", label: "11 to 50 people" },
  { value: "51-200", label: "51 to 200 people" },
  { value: "more", label: "More than 200 people" },
] as const;

export const DIGESTS = [
  { value: "daily", label: "Every day" },
  { value: "weekly", label: "Once a week" },
  { value: "never", label: "Never" },
] as const;

function name(missing: string) {
  return z.string(missing).trim().min(1, missing).max(60, "Use at most 60 characters");
}

const welcome = defineStep({ slug: "welcome", title: "Welcome", schema: z.strictObject({}) });

export const profile = defineStep({
  slug: "profile",
  title: "Profile",
  schema: z.strictObject({
    displayName: name("Enter a display name"),
    companySize: oneOf(COMPANY_SIZES, "Choose a company size"),
  }),
  summary: ({ displayName, companySize }) =>
    `${displayName}, ${COMPANY_SIZES.find(({ value }) => value === companySize)?.label}`,
  onFinish: ({ displayName }, userId) => saveDisplayName(userId, displayName),
});

const company = defineStep({
  slug: "company",
  title: "Company",
  schema: z.strictObject({ companyName: name("Enter a company name") }),
  when: (answerOf) => answerOf(profile)?.companySize !== "just-me",
});

const preferences = defineStep({
  slug: "preferences",
  title: "Preferences",
  schema: z.strictObject({ digest: oneOf(DIGESTS, "Choose how often we should write") }),
  summary: ({ digest }) => `Email: ${DIGESTS.find(({ value }) => value === digest)?.label}`,
});

/**
 * The steps of onboarding, in order; the finish page comes after all of them. To add one, run
 * `npm run add:step -- team-size`, or add an entry here and its page (docs/onboarding.md).
 */
export const STEPS = [welcome, profile, company, preferences] as const;

export type StepSlug = (typeof STEPS)[number]["slug"];
