"use server";

import type { Route } from "next";
import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { action } from "~/lib/access/action";
import type { Result } from "~/lib/firebase/errors";
import { finish } from "~/lib/onboarding/finish";
import { stepPath } from "~/lib/onboarding/open-step";
import { parseAnswer, progressOf } from "~/lib/onboarding/progress";
import type { Step } from "~/lib/onboarding/step";
import { STEPS, type StepSlug } from "~/lib/onboarding/steps";
import { readOnboarding, saveAnswer } from "~/lib/onboarding/store";
import { plainSentence } from "~/lib/plain-sentences";
import { safeReturnPath } from "~/lib/return-path";

const steps: ReadonlyMap<unknown, Step<StepSlug>> = new Map(STEPS.map((step) => [step.slug, step]));

/** What Firestore can store of a form: no file, no gap in a list, no list in a list. */
const storable: z.ZodType<object> = z.record(
  z.string(),
  z.lazy(() => {
    const item = z.union([z.string(), storable]);
    return z.union([item, z.array(item)]);
  }),
);

/** The form of any step: `answer` is parsed with that step's schema, `fields` is what was entered. */
const stepForm = z
  .custom<Record<string, unknown>>()
  .transform(({ step: slug, from, ...fields }, context) => {
    const step = steps.get(slug);
    if (!step) {
      context.addIssue("There is no such step.");
      return z.NEVER;
    }
    const parsed = parseAnswer(step, fields);
    const error = storable.safeParse(fields, { error: plainSentence }).error ?? parsed.error;
    for (const { message, path } of error?.issues ?? []) {
      context.addIssue({ code: "custom", message, path });
    }
    return { step, fields, answer: parsed.data, from: safeReturnPath(from, "/onboarding") };
  });

/** Saves the answer of one step and opens the next one without an answer. */
export const saveStep = action({
  name: "save-step",
  access: "/onboarding",
  input: stepForm,
  async run(
    { step, fields, answer, from },
    { session: { userId, claims } },
  ): Promise<Result<null>> {
    const [readError, onboarding] = await readOnboarding(userId);
    if (readError) return [readError, null];
    if (claims.onboardingComplete || onboarding.completedAt) redirect("/dashboard");

    const [effectError] = (await step.onSave?.(answer, userId)) ?? [null];
    if (effectError) return [effectError, null];
    const [saveError] = await saveAnswer(userId, step.slug, fields);
    if (saveError) return [saveError, null];

    // The browser keeps pages that it has shown, with the answers of that moment.
    revalidatePath("/onboarding", "layout");
    const answers = { ...onboarding.answers, [step.slug]: fields };
    redirect(stepPath(progressOf(answers, claims).current, from));
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
