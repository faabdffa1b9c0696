import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { HealDenial } from "~/components/claims/heal-denial";
import { PageTitle } from "~/components/site/page-title";
import { Card } from "~/components/ui/card";
import { safeReturnPath } from "~/lib/auth/return-path";
import { requireAccess } from "~/lib/auth/session";
import { OnboardingForm } from "./onboarding-form";

export const metadata: Metadata = { title: "Welcome" };

export default async function OnboardingPage({ searchParams }: PageProps<"/onboarding">) {
  const { claims } = await requireAccess("/onboarding");
  if (claims.onboardingComplete) redirect("/dashboard");
  const from = safeReturnPath((await searchParams).from);
  return (
    <div className="space-y-6">
      <PageTitle title="Welcome">One question, and your account is ready.</PageTitle>
      <Card>
        <OnboardingForm from={from ?? "/dashboard"} />
      </Card>
      {from ? <HealDenial from={from} denial={crypto.randomUUID()} /> : null}
    </div>
  );
}
