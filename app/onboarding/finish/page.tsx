import type { Metadata } from "next";
import { ButtonLink } from "~/components/ui/button";
import { requireAccess } from "~/lib/access/require-access";
import { openStep, stepPath } from "~/lib/onboarding/open-step";
import { FinishForm } from "../finish-form";
import { StepFrame } from "../step-page";

export const metadata: Metadata = { title: "Finish" };

export default async function FinishPage() {
  const session = await requireAccess("/onboarding");
  const step = await openStep("finish", session);
  return (
    <StepFrame step={step} title="All set" intro="You can change every answer before you finish.">
      {step.progress ? (
        <>
          <ul className="divide-y text-sm">
            {step.progress.steps.map(({ slug, title }) => (
              <li key={slug} className="flex items-center justify-between gap-4 py-2 first:pt-0">
                {title}
                <ButtonLink href={stepPath(slug)} variant="ghost" size="sm">
                  Change<span className="sr-only"> {title}</span>
                </ButtonLink>
              </li>
            ))}
          </ul>
          <FinishForm />
        </>
      ) : null}
    </StepFrame>
  );
}
