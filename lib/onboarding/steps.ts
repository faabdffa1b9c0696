import { z } from "zod";
import { defineStep } from "~/lib/onboarding/step";
import { createOrJoinTeam } from "~/lib/teams/membership";
import { TEAM_CODE_PATTERN, TEAM_SLUG_PATTERN } from "~/lib/teams/schema";

export const COMPANY_SIZES = ["just-me", "2-10", "11-50", "51-200", "more"] as const;
export const DIGESTS = ["daily", "weekly", "never"] as const;

const welcome = defineStep({ slug: "welcome", title: "Welcome", schema: z.strictObject({}) });

export const profile = defineStep({
  slug: "profile",
  title: "Profile",
  schema: z.strictObject({
    displayName: z
      .string("is missing")
      .trim()
      .min(1, "is missing")
      .max(60, "must be at most 60 characters"),
    companySize: z.enum(COMPANY_SIZES, "must be chosen"),
  }),
});

const text = (max: number) => z.string().trim().max(max, `must be at most ${max} characters`);

export const team = defineStep({
  slug: "team",
  title: "Team",
  schema: z
    .strictObject({
      choice: z.enum(["create", "join"], "must be chosen"),
      teamName: text(60).default(""),
      address: text(40).default(""),
      code: text(20).default(""),
    })
    .superRefine(({ choice, teamName, address, code }, context) => {
      const wrong = (field: string, message: string) =>
        context.addIssue({ code: "custom", path: [field], message });
      if (choice === "create" && !teamName) wrong("teamName", "is missing");
      if (choice === "create" && !TEAM_SLUG_PATTERN.test(address)) {
        wrong("address", "must be 3 to 40 lower-case letters, digits or hyphens");
      }
      if (choice === "join" && !TEAM_CODE_PATTERN.test(code.toUpperCase())) {
        wrong("code", "must be the 8 letters and digits your team gave you");
      }
    }),
  when: (answerOf) => answerOf(profile)?.companySize !== "just-me",
  onSave: (answer, { userId, answerOf, teamId }) =>
    createOrJoinTeam(answer, {
      userId,
      displayName: answerOf(profile)?.displayName ?? "Member",
      previousTeamId: teamId,
    }),
});

const preferences = defineStep({
  slug: "preferences",
  title: "Preferences",
  schema: z.strictObject({ digest: z.enum(DIGESTS, "must be chosen") }),
});

/**
 * The steps of onboarding, in order. To add one: an entry here and a folder
 * app/onboarding/<slug>/ with its page (docs/onboarding.md). `finish` comes after all of them.
 */
export const STEPS = [welcome, profile, team, preferences] as const;

export type StepSlug = (typeof STEPS)[number]["slug"];
