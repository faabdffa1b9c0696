import type { Metadata } from "next";
import { Select, TextField } from "~/components/form/fields";
import { requireAccess } from "~/lib/access/require-access";
import { openStep } from "~/lib/onboarding/open-step";
import { COMPANY_SIZES } from "~/lib/onboarding/steps";
import { StepPage } from "../step-page";

export const metadata: Metadata = {
  title: "Your profile",
  description: "Your name and the size of your company.",
};

export default async function ProfilePage({ searchParams }: PageProps<"/onboarding/profile">) {
  const session = await requireAccess("/onboarding");
  const step = await openStep("profile", session, searchParams);
  return (
    <StepPage step={step} title="Your profile" intro="Tell us who you are.">
      <TextField name="displayName" label="Display name" autoComplete="name" maxLength={60} />
      <Select
        name="companySize"
        label="Company size"
        options={COMPANY_SIZES}
        placeholder="Choose…"
      />
    </StepPage>
  );
}
