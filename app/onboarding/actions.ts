"use server";

import type { Route } from "next";
import { z } from "zod";
import { action, redirectAction } from "~/lib/access/action";
import { safeReturnPath, withReturnPath } from "~/lib/access/return-path";
import { DbError, fieldErrorsOf } from "~/lib/firebase/errors";
import { finish } from "~/lib/onboarding/finish";
import { stepPath } from "~/lib/onboarding/open-step";
import { answersReader, neighbours, progressOf } from "~/lib/onboarding/progress";
import type { Step } from "~/lib/onboarding/step";
import { STEPS, type StepSlug } from "~/lib/onboarding/steps";
import { readOnboarding, saveAnswer } from "~/lib/onboarding/store";

const steps: ReadonlyMap<unknown, Step<StepSlug>> = new Map(STEPS.map((step) => [step.slug, step]));

/** The step's own schema judges the rest; a plain record, so that nothing is copied or dropped. */
const stepForm = z.custom<Record<string, unknown>>(
  (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  "must be a form",
);

/** Stores the answer of one step and leads to the next. What the form may hold, its schema says. */
export const saveStep = redirectAction({
  name: "save-step",
  access: "/onboarding",
  input: stepForm,
  async run(form, { session: { userId, claims } }) {
    const { step: slug, from, ...fields } = form;
    const step = steps.get(slug);
    const resource = `onboarding/${userId}`;
    if (!step) {
      return [DbError.validation({ resource, message: "There is no such step." }), null];
    }
    const parsed = step.schema.safeParse(fields);
    if (!parsed.success) {
      const fieldErrors = fieldErrorsOf(parsed.error);
      const message = "Please correct what is marked below.";
      return [DbError.validation({ resource, message, fieldErrors }), null];
    }
    const [readError, onboarding] = await readOnboarding(userId);
    if (readError) return [readError, null];

    const answerOf = answersReader(onboarding.answers);
    const context = { userId, answerOf, teamId: onboarding.teamId };
    const [effectError, effect] = (await step.onSave?.(parsed.data, context)) ?? [null, null];
    if (effectError) return [effectError, null];
    const [saveError] = await saveAnswer(userId, step.slug, parsed.data, effect?.teamId);
    if (saveError) return [saveError, null];

    const answers = { ...onboarding.answers, [step.slug]: parsed.data };
    const { next } = neighbours(progressOf(answers, claims), step.slug);
    return [null, withReturnPath(stepPath(next), "from", safeReturnPath(from))];
  },
});

/** Completes onboarding, in Firestore and then in the claims. Safe to repeat. */
export const finishOnboarding = action({
  name: "finish-onboarding",
  access: "/onboarding",
  input: z.strictObject({ from: z.string().max(1_024).optional() }),
  changesClaims: true,
  async run({ from }, { session }) {
    const [error] = await finish(session);
    if (error) return [error, null];
    // safeReturnPath accepts only paths that have a rule.
    return [null, { redirectTo: (safeReturnPath(from) ?? "/dashboard") as Route }];
  },
});
