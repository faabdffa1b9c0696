"use server";

import type { Route } from "next";
import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { action } from "~/lib/access/action";
import type { Result } from "~/lib/firebase/errors";
import { plainSentence } from "~/lib/input/plain-sentences";
import { entrySchema } from "~/lib/onboarding/entry";
import { finish } from "~/lib/onboarding/finish";
import { stepPath } from "~/lib/onboarding/open-step";
import { parseAnswer, progressOf } from "~/lib/onboarding/progress";
import type { Step } from "~/lib/onboarding/step";
import { STEPS, type StepSlug } from "~/lib/onboarding/steps";
import { readOnboarding, saveAnswer } from "~/lib/onboarding/store";
import { safeReturnPath } from "~/lib/request/return-path";

const steps: ReadonlyMap<unknown, Step<StepSlug>> = new Map(STEPS.map((step) => [step.slug, step]));

/** The form of any step. `entry` is what was entered, which the step's schema accepts. */
const stepForm = z
  .custom<Record<string, unknown>>()
  .transform(({ step: slug, from, ...fields }, context) => {
    const step = steps.get(slug);
    if (!step) {
      context.addIssue("There is no such step.");
      return z.NEVER;
    }
    const entry = entrySchema.safeParse(fields, { error: plainSentence });
    const answer = parseAnswer(step, fields);
    const files = entry.error?.issues.filter(({ path }) => path.length > 0) ?? [];
    const issues = files.length > 0 ? files : (answer.error ?? entry.error)?.issues;
    for (const { message, path } of issues ?? []) {
      context.addIssue({ code: "custom", message, path });
    }
    if (!entry.success) return z.NEVER;
    return {
      step,
      entry: entry.data,
      from: safeReturnPath(from, "/onboarding"),
    };
  });

/** Saves the answer of one step and opens the next one without an answer. */
export const saveStep = action({
  name: "save-step",
  access: "/onboarding",
  input: stepForm,
  async run({ step, entry, from }, { session: { userId, claims } }): Promise<Result<null>> {
    const [readError, onboarding] = await readOnboarding(userId);
    if (readError) return [readError, null];
    if (claims.onboardingComplete || onboarding.completedAt) redirect("/dashboard");

    const [saveError] = await saveAnswer(userId, step.slug, entry);
    if (saveError) return [saveError, null];

    // The browser keeps pages that it has shown, with the answers of that moment.
    revalidatePath("/onboarding", "layout");
    const answers = { ...onboarding.answers, [step.slug]: entry };
    redirect(stepPath(progressOf(STEPS, answers, claims).current, from));
  },
});

/** Completes onboarding and opens the app. Safe to repeat. */
export const finishOnboarding = action({
  name: "finish-onboarding",
  access: "/onboarding",
  input: z.strictObject({ step: z.literal("finish"), from: z.string().max(1_024).optional() }),
  async run({ from }, { session }): Promise<Result<null>> {
    const [error] = await finish(session);
    if (error) return [error, null];
    // safeReturnPath accepts only paths that have a rule.
    redirect((safeReturnPath(from, "/onboarding") ?? "/dashboard") as Route);
  },
});
