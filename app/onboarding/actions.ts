"use server";

import { clerkClient } from "@clerk/nextjs/server";
import type { Route } from "next";
import { z } from "zod";
import { action } from "~/lib/actions";
import { safeReturnPath } from "~/lib/auth/return-path";
import { updateUserMetadata } from "~/lib/auth/user-metadata";
import { callService } from "~/lib/call";

const answers = z.strictObject({
  displayName: z
    .string("is missing")
    .trim()
    .min(1, "is missing")
    .max(60, "must be at most 60 characters"),
  from: z.string().max(1_024).optional(),
});

/** Saves the name, then marks onboarding complete in the claims. Safe to repeat. */
export const finishOnboarding = action({
  name: "finish-onboarding",
  access: "/onboarding",
  input: answers,
  changesClaims: true,
  async run({ displayName, from }, { session: { userId }, log }) {
    const [nameError] = await callService(
      async () => (await clerkClient()).users.updateUser(userId, { firstName: displayName }),
      { resource: `clerk/users/${userId}`, log, attemptMs: 2_500, totalMs: 6_000, retries: 2 },
    );
    if (nameError) return [nameError, null];
    const [error] = await updateUserMetadata(userId, { onboardingComplete: true });
    if (error) return [error, null];
    // safeReturnPath accepts only paths that have a rule.
    return [null, { redirectTo: (safeReturnPath(from) ?? "/dashboard") as Route }];
  },
});
