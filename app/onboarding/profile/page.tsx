import type { Metadata } from "next";
import { StepSelectField, StepTextField } from "~/components/onboarding/step-fields";
import { requireAccess } from "~/lib/access/require-access";
import { openStep } from "~/lib/onboarding/open-step";
import type { COMPANY_SIZES } from "~/lib/onboarding/steps";
import { StepPage } from "../step-page";

export const metadata: Metadata = { title: "Your profile" };

const SIZE_NAMES = {
  "just-me": "Just me",
  "2-10": "2 to 10 people",
  "11-50": "11 to 50 people",
  "51-200": "51 to 200 people",
  more: "More than 200 people",
} as const satisfies Record<(typeof COMPANY_SIZES)[number], string>;

const SIZE_OPTIONS = Object.entries(SIZE_NAMES).map(([value, label]) => ({ value, label }));

export default async function ProfilePage() {
  const session = await requireAccess("/onboarding");
  const step = await openStep("profile", session);
  return (
    <StepPage step={step} title="Your profile" intro="What others see of you.">
      <StepTextField
        name="displayName"
        label="Display name"
        autoComplete="name"
        maxLength={60}
        aria-required="true"
      />
      <StepSelectField
        name="companySize"
        label="Company size"
        options={SIZE_OPTIONS}
        aria-required="true"
      />
    </StepPage>
  );
}
