import type { Metadata } from "next";
import { requireAccess } from "~/lib/access/require-access";
import { openStep } from "~/lib/onboarding/open-step";
import { StepPage } from "../step-page";

export const metadata: Metadata = {
  title: "Welcome",
  description: "A few questions to set up your account.",
};

export default async function WelcomePage({ searchParams }: PageProps<"/onboarding/welcome">) {
  const session = await requireAccess("/onboarding");
  const step = await openStep("welcome", session, searchParams);
  return (
    <StepPage step={step} title="Welcome" intro="Answer a few questions to set up your account.">
      <p className="text-sm text-muted-foreground">
        Your answers are saved each time you continue. You can leave at any time and pick up where
        you left off, on any device.
      </p>
    </StepPage>
  );
}
