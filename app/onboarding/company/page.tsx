import type { Metadata } from "next";
import { TextField } from "~/components/form/fields";
import { requireAccess } from "~/lib/access/require-access";
import { openStep } from "~/lib/onboarding/open-step";
import { StepPage } from "../step-page";

export const metadata: Metadata = {
  title: "Your company",
  description: "Where you work.",
};

export default async function CompanyPage({ searchParams }: PageProps<"/onboarding/company">) {
  const session = await requireAccess("/onboarding");
  const step = await openStep("company", session, searchParams);
  return (
    <StepPage step={step} title="Your company" intro="Where do you work?">
      <TextField
        name="companyName"
        label="Company name"
        autoComplete="organization"
        maxLength={60}
      />
    </StepPage>
  );
}
