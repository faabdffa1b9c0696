import type { Metadata } from "next";
import { LoadFailure } from "~/components/site/load-failure";
import { requireAccess } from "~/lib/access/require-access";
import { openStep } from "~/lib/onboarding/open-step";

export const metadata: Metadata = {
  title: "Onboarding",
  description: "Opens the step where you left off.",
};

/** Redirects to the step where the visitor continues, or into the app. */
export default async function OnboardingPage({ searchParams }: PageProps<"/onboarding">) {
  const session = await requireAccess("/onboarding");
  const [error] = await openStep("start", session, searchParams);
  return error ? <LoadFailure title="Onboarding" error={error} /> : null;
}
