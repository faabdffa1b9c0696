import type { ReactNode } from "react";
import { ProgressBar, type ProgressItem } from "~/components/onboarding/progress-bar";
import { StepForm } from "~/components/onboarding/step-form";
import { PageTitle } from "~/components/site/page-title";
import { Alert } from "~/components/ui/alert";
import { ButtonLink } from "~/components/ui/button";
import { Card } from "~/components/ui/card";
import { type OpenStep, stepPath } from "~/lib/onboarding/open-step";
import { saveStep } from "./actions";

function progressItems({ place, progress }: OpenStep): ProgressItem[] {
  if (!progress) return [];
  const { steps, current } = progress;
  return [
    ...steps.map(({ slug, title, answered }): ProgressItem => {
      const state = slug === place ? "current" : answered ? "done" : "to come";
      return { title, state, href: answered || slug === current ? stepPath(slug) : null };
    }),
    {
      title: "Finish",
      state: place === "finish" ? "current" : "to come",
      href: current === "finish" ? stepPath("finish") : null,
    },
  ];
}

/** What all pages of onboarding share: where one is, what is asked, and a way on after an outage. */
export function StepFrame({
  step,
  title,
  intro,
  children,
}: {
  step: OpenStep;
  title: string;
  intro?: string;
  children: ReactNode;
}) {
  return (
    <div className="space-y-6">
      {step.progress ? <ProgressBar items={progressItems(step)} /> : null}
      <PageTitle title={title}>{intro}</PageTitle>
      {step.error ? (
        <Alert variant="destructive">
          <p>{step.error}</p>
          <p>Your earlier answers are safe.</p>
          <ButtonLink href={stepPath(step.place)} variant="outline" size="sm">
            Try again
          </ButtonLink>
        </Alert>
      ) : (
        <Card>{children}</Card>
      )}
    </div>
  );
}

/** The page of a step that asks something: name its fields as children. */
export function StepPage({
  step,
  title,
  intro,
  children,
}: {
  step: OpenStep;
  title: string;
  intro?: string;
  children?: ReactNode;
}) {
  return (
    <StepFrame step={step} title={title} {...(intro && { intro })}>
      {step.error === null ? (
        <StepForm
          key={step.place}
          step={step.place}
          action={saveStep}
          defaults={step.defaults}
          back={
            step.previous ? (
              <ButtonLink href={stepPath(step.previous)} variant="ghost">
                Back
              </ButtonLink>
            ) : null
          }
        >
          {children}
        </StepForm>
      ) : null}
    </StepFrame>
  );
}
