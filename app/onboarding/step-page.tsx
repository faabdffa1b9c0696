import type { ReactNode } from "react";
import { ActionForm } from "~/components/form/action-form";
import { SubmitButton } from "~/components/form/submit-button";
import { ProgressBar } from "~/components/onboarding/progress-bar";
import { LoadFailure } from "~/components/site/load-failure";
import { PageTitle } from "~/components/site/page-title";
import { ButtonLink } from "~/components/ui/button-link";
import { Card } from "~/components/ui/card";
import type { Result } from "~/lib/firebase/errors";
import { type OpenStep, stepPath } from "~/lib/onboarding/open-step";
import type { Action } from "~/types/action";
import { saveStep } from "./actions";

/** The page of a step. Its fields are the children: they find their earlier answers by name. */
export function StepPage({
  step: [error, step],
  title,
  intro,
  action = saveStep,
  submit = <SubmitButton pending="Saving…">Continue</SubmitButton>,
  errorsLast = false,
  children,
}: {
  step: Result<OpenStep>;
  title: string;
  intro?: string;
  action?: Action;
  submit?: ReactNode;
  errorsLast?: boolean;
  children?: ReactNode;
}) {
  if (error) return <LoadFailure title={title} error={error} />;
  const { slug, previous, from, entry, draft } = step;
  return (
    <div className="space-y-6">
      <ProgressBar step={step} />
      <PageTitle title={title}>{intro}</PageTitle>
      <Card>
        <ActionForm action={action} defaults={entry} draft={draft} errorsLast={errorsLast}>
          <input type="hidden" name="step" value={slug} />
          {from ? <input type="hidden" name="from" value={from} /> : null}
          {children}
          <div className="flex flex-row-reverse items-center justify-between">
            {submit}
            {previous ? (
              <ButtonLink href={stepPath(previous, from)} variant="ghost" className="-ml-4">
                Back
              </ButtonLink>
            ) : null}
          </div>
        </ActionForm>
      </Card>
    </div>
  );
}
