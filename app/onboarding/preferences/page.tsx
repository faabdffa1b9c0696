import type { Metadata } from "next";
import { RadioGroup } from "~/components/form/fields";
import { requireAccess } from "~/lib/access/require-access";
import { openStep } from "~/lib/onboarding/open-step";
import { DIGESTS } from "~/lib/onboarding/steps";
import { StepPage } from "../step-page";

export const metadata: Metadata = {
  title: "Preferences",
  description: "How often we email you.",
};

export default async function PreferencesPage({
  searchParams,
}: PageProps<"/onboarding/preferences">) {
  const session = await requireAccess("/onboarding");
  const step = await openStep("preferences", session, searchParams);
  return (
    <StepPage step={step} title="Preferences" intro="How often should we email you?">
      <RadioGroup name="digest" label="Email digest" options={DIGESTS} />
    </StepPage>
  );
}
