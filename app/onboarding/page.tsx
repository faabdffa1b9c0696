import type { Metadata, Route } from "next";
import { redirect } from "next/navigation";
import { HealDenial } from "~/components/claims/heal-denial";
import { PageTitle } from "~/components/site/page-title";
import { Alert } from "~/components/ui/alert";
import { ButtonLink } from "~/components/ui/button";
import { Card } from "~/components/ui/card";
import { requireAccess } from "~/lib/access/require-access";
import { safeReturnPath, withReturnPath } from "~/lib/access/return-path";
import { stepPath } from "~/lib/onboarding/open-step";
import { progressOf } from "~/lib/onboarding/progress";
import { readOnboarding } from "~/lib/onboarding/store";
import { FinishForm } from "./finish-form";

export const metadata: Metadata = { title: "Onboarding" };

/** Sends each visitor on: to their next step, to the end they did not reach, or into the app. */
export default async function OnboardingPage({ searchParams }: PageProps<"/onboarding">) {
  const { userId, claims } = await requireAccess("/onboarding");
  const from = safeReturnPath((await searchParams).from);
  // To where the visitor wanted: healing goes there too, and the two must not differ.
  if (claims.onboardingComplete) redirect((from ?? "/dashboard") as Route);

  const [error, onboarding] = await readOnboarding(userId);
  if (error) {
    return (
      <Alert variant="destructive">
        <p>{error.message}</p>
        <p>Your earlier answers are safe.</p>
        <ButtonLink href={withReturnPath("/onboarding", "from", from)} variant="outline" size="sm">
          Try again
        </ButtonLink>
      </Alert>
    );
  }
  if (onboarding.completedAt) {
    return (
      <div className="space-y-6">
        <PageTitle title="Almost there">You have answered everything; we are finishing.</PageTitle>
        <Card>
          <FinishForm resume={true} />
        </Card>
      </div>
    );
  }

  const next = withReturnPath(
    stepPath(progressOf(onboarding.answers, claims).current),
    "from",
    from,
  );
  // Sent here from a page: the token may only be older than the claims, which the browser can mend.
  if (!from) redirect(next);
  return (
    <div className="space-y-6">
      <PageTitle title="One thing first">
        Finish onboarding, and we take you where you wanted to go.
      </PageTitle>
      <ButtonLink href={next}>Continue onboarding</ButtonLink>
      <HealDenial from={from} denial={crypto.randomUUID()} />
    </div>
  );
}
