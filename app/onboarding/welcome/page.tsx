import type { Metadata } from "next";
import { requireAccess } from "~/lib/access/require-access";
import { openStep } from "~/lib/onboarding/open-step";
import { StepPage } from "../step-page";

export const metadata: Metadata = { title: "Welcome" };

export default async function WelcomePage() {
  const session = await requireAccess("/onboarding");
  const step = await openStep("welcome", session);
  return (
    <StepPage step={step} title="Welcome" intro="A few questions, and your account is ready.">
      <p className="text-sm text-muted-foreground">
        Every answer is saved as you give it. You can leave at any time and go on later, on another
        device too.
      </p>
    </StepPage>
  );
}
