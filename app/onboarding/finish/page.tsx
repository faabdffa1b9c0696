import type { Metadata } from "next";
import { SubmitButton } from "~/components/form/submit-button";
import { AnswerList } from "~/components/onboarding/answer-list";
import { requireAccess } from "~/lib/access/require-access";
import { openStep } from "~/lib/onboarding/open-step";
import { finishOnboarding } from "../actions";
import { StepPage } from "../step-page";

export const metadata: Metadata = {
  title: "Finish",
  description: "Check your answers and open the app.",
};

export default async function FinishPage({ searchParams }: PageProps<"/onboarding/finish">) {
  const session = await requireAccess("/onboarding");
  const step = await openStep("finish", session, searchParams);
  return (
    <StepPage
      step={step}
      title="Check your answers"
      intro="Your answers are saved. Finish to open the app."
      action={finishOnboarding}
      errorsLast
      submit={<SubmitButton pending="Finishing…">Finish</SubmitButton>}
    >
      {step[1] ? <AnswerList step={step[1]} /> : null}
    </StepPage>
  );
}
