import type { Metadata } from "next";
import { StepRadioField, StepTextField } from "~/components/onboarding/step-fields";
import { requireAccess } from "~/lib/access/require-access";
import { openStep } from "~/lib/onboarding/open-step";
import { StepPage } from "../step-page";

export const metadata: Metadata = { title: "Your team" };

const CHOICES = [
  { value: "create", label: "Create a team", hint: "You get a code to invite others with." },
  { value: "join", label: "Join a team", hint: "With the code that somebody there gives you." },
];

export default async function TeamStepPage() {
  const session = await requireAccess("/onboarding");
  const step = await openStep("team", session);
  return (
    <StepPage step={step} title="Your team" intro="Work with others in one place.">
      <StepRadioField name="choice" label="Choice" options={CHOICES} />
      {/* Shown by what is chosen, in CSS alone, so that it works without script. */}
      <div className="hidden space-y-6 in-[form:has([value=create]:checked)]:block">
        <StepTextField
          name="teamName"
          label="Team name"
          maxLength={60}
          autoComplete="organization"
        />
        <StepTextField
          name="address"
          label="Address"
          maxLength={40}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          hint="Of the team, for good: 3 to 40 lower-case letters, digits or hyphens"
        />
      </div>
      <div className="hidden in-[form:has([value=join]:checked)]:block">
        <StepTextField
          name="code"
          label="Code"
          maxLength={20}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          className="font-mono uppercase"
        />
      </div>
    </StepPage>
  );
}
