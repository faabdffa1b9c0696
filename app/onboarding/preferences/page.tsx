import type { Metadata } from "next";
import { StepRadioField } from "~/components/onboarding/step-fields";
import { requireAccess } from "~/lib/access/require-access";
import { openStep } from "~/lib/onboarding/open-step";
import type { DIGESTS } from "~/lib/onboarding/steps";
import { StepPage } from "../step-page";

export const metadata: Metadata = { title: "Preferences" };

const DIGEST_NAMES = {
  daily: "Every day",
  weekly: "Once a week",
  never: "Never",
} as const satisfies Record<(typeof DIGESTS)[number], string>;

const DIGEST_OPTIONS = Object.entries(DIGEST_NAMES).map(([value, label]) => ({ value, label }));

export default async function PreferencesPage() {
  const session = await requireAccess("/onboarding");
  const step = await openStep("preferences", session);
  return (
    <StepPage step={step} title="Preferences" intro="How often should we write to you?">
      <StepRadioField name="digest" label="Digest" options={DIGEST_OPTIONS} />
    </StepPage>
  );
}
