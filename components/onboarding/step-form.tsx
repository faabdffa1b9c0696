"use client";

import { useSearchParams } from "next/navigation";
import { type ReactNode, useActionState, useEffect, useRef } from "react";
import { ErrorSummary } from "~/components/onboarding/error-summary";
import { StepState } from "~/components/onboarding/step-context";
import { Button } from "~/components/ui/button";
import type { RedirectAction } from "~/lib/access/action";

/**
 * The form of a step: sends its fields, keeps what was entered when that fails, and takes the focus
 * to what has to be corrected. It works before hydration too.
 */
export function StepForm({
  step,
  action,
  defaults,
  back,
  children,
}: {
  step: string;
  action: RedirectAction;
  defaults: Record<string, string>;
  back: ReactNode;
  children: ReactNode;
}) {
  const [failure, submit, isSaving] = useActionState(action, null);
  const form = useRef<HTMLFormElement>(null);
  const from = useSearchParams().get("from");

  useEffect(() => {
    const invalid = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]');
    const summary = form.current?.querySelector<HTMLElement>("[data-error-summary]");
    if (failure) (invalid ?? summary)?.focus();
  }, [failure]);

  return (
    // The server's messages say more than the browser's, and are the same without script.
    <form ref={form} action={submit} noValidate className="space-y-6">
      <input type="hidden" name="step" value={step} />
      {from ? <input type="hidden" name="from" value={from} /> : null}
      {failure ? <ErrorSummary failure={failure} /> : null}
      <StepState defaults={failure?.entered ?? defaults} errors={failure?.fieldErrors ?? {}}>
        {children}
      </StepState>
      <div className="flex items-center justify-between gap-3">
        {back}
        <Button type="submit" disabled={isSaving} className="ml-auto">
          {isSaving ? "Saving…" : "Continue"}
        </Button>
      </div>
    </form>
  );
}
