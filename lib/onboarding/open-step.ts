import "server-only";
import type { Route } from "next";
import { redirect } from "next/navigation";
import { z } from "zod";
import type { Session } from "~/lib/auth/session";
import type { Result } from "~/lib/firebase/errors";
import { type Place, progressOf } from "~/lib/onboarding/progress";
import { STEPS } from "~/lib/onboarding/steps";
import { readOnboarding } from "~/lib/onboarding/store";
import { safeReturnPath, withReturnPath } from "~/lib/request/return-path";

/** The page of a step. `from` is the page to open after onboarding. */
export function stepPath(slug: Place["slug"], from: string | null): Route {
  return withReturnPath(`/onboarding/${slug}`, "from", from);
}

/** An older version may have stored something else. */
const entries = z.record(z.string(), z.unknown()).catch({});

export interface OpenStep {
  slug: Place["slug"];
  /** The steps this user is asked, in order, and "finish" after them. */
  places: readonly Place[];
  /** Those that may be opened now. */
  open: readonly Place["slug"][];
  previous: Place["slug"] | null;
  from: string | null;
  /** What was entered in this step before. */
  entry: Record<string, unknown>;
  /** What is entered and not saved yet is kept in the browser under this name. */
  draft: { owner: string; name: string };
}

/**
 * What the page of a step shows. Redirects visitors who do not belong on it: into the app once
 * onboarding is complete, and never further than the first step without an answer.
 * @param slug the page's step; "start" redirects to where the visitor continues
 * @param session from `requireAccess`, which the page calls first
 */
export async function openStep(
  slug: Place["slug"] | "start",
  { userId, claims }: Session,
  searchParams: Promise<{ from?: unknown }>,
): Promise<Result<OpenStep>> {
  const from = safeReturnPath((await searchParams).from, "/onboarding");
  // safeReturnPath accepts only paths that have a rule.
  if (claims.onboardingComplete) redirect((from ?? "/dashboard") as Route);
  const [error, onboarding] = await readOnboarding(userId);
  if (error) return [error, null];

  const { places, current } = progressOf(STEPS, onboarding.answers, claims);
  const order = places.map((place) => place.slug);
  // Once the document is complete, only the claim is missing: the finish page writes it.
  const last = onboarding.completedAt ? "finish" : current;
  const open = onboarding.completedAt ? [last] : order.slice(0, order.indexOf(last) + 1);
  if (slug === "start" || !open.includes(slug)) redirect(stepPath(last, from));
  const previous = open[open.indexOf(slug) - 1] ?? null;
  const entry = entries.parse(new Map(Object.entries(onboarding.answers)).get(slug));
  const draft = { owner: userId, name: slug };
  return [null, { slug, places, open, previous, from, entry, draft }];
}
