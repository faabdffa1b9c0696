import "server-only";
import type { Route } from "next";
import { redirect } from "next/navigation";
import { safeReturnPath, withReturnPath } from "~/lib/access/return-path";
import type { Session } from "~/lib/auth/session";
import type { Result } from "~/lib/firebase/errors";
import { neighbours, type Place, type Progress, progressOf } from "~/lib/onboarding/progress";
import { readOnboarding } from "~/lib/onboarding/store";

/** The page of a step. `from` is the page that a visitor wanted before onboarding. */
export function stepPath(slug: Place["slug"], from: string | null): Route {
  return withReturnPath(`/onboarding/${slug}`, "from", from);
}

export interface OpenStep extends Progress {
  slug: Place["slug"];
  previous: Place["slug"] | null;
  from: string | null;
  /** What was entered in this step before. */
  entered: unknown;
}

/**
 * What the page of a step shows. Redirects visitors who do not belong on it: into the app once the
 * claims say complete, and never further than the first step without an answer.
 * @param slug the page's step, or "start" for wherever the visitor continues
 * @param session from `requireAccess`, which the page calls first
 */
export async function openStep(
  slug: Place["slug"] | "start",
  { userId, claims }: Session,
  searchParams: Promise<{ from?: unknown }>,
): Promise<Result<OpenStep>> {
  const from = safeReturnPath((await searchParams).from);
  // safeReturnPath accepts only paths that have a rule.
  if (claims.onboardingComplete) redirect((from ?? "/dashboard") as Route);
  const [error, onboarding] = await readOnboarding(userId);
  if (error) return [error, null];

  const progress = progressOf(onboarding.answers, claims);
  const order = progress.places.map((place) => place.slug);
  // Once the document is complete, only the claim is missing: the last page writes it.
  const current = onboarding.completedAt ? "finish" : progress.current;
  const isOpen =
    slug === current ||
    (!onboarding.completedAt &&
      slug !== "start" &&
      order.includes(slug) &&
      order.indexOf(slug) < order.indexOf(current));
  if (slug === "start" || !isOpen) redirect(stepPath(current, from));
  const entered = new Map(Object.entries(onboarding.answers)).get(slug);
  return [null, { ...progress, ...neighbours(progress, slug), slug, from, entered }];
}
