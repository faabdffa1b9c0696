"use client";

import { useSearchParams } from "next/navigation";
import { startTransition, useEffect, useRef } from "react";
import { useClaimsUpdate } from "~/components/claims/use-claims-update";
import { Alert } from "~/components/ui/alert";
import { Button } from "~/components/ui/button";
import { finishOnboarding } from "./actions";

/**
 * The button that finishes onboarding.
 * @param resume finish at once: the document is complete, only the claims are missing
 */
export function FinishForm({ resume = false }: { resume?: boolean }) {
  const { response, submit, status, isBusy, retry } = useClaimsUpdate(finishOnboarding);
  const from = useSearchParams().get("from");
  const failure = response?.success === false ? response : null;
  const resumed = useRef(false);

  useEffect(() => {
    if (!resume || resumed.current) return;
    resumed.current = true;
    const form = new FormData();
    if (from) form.set("from", from);
    startTransition(() => submit(form));
  }, [resume, from, submit]);

  return (
    <form action={submit} className="mt-6 space-y-4">
      {from ? <input type="hidden" name="from" value={from} /> : null}
      {failure ? (
        <Alert variant="destructive">
          <p className="font-medium">Your answers are saved, but we could not finish.</p>
          <p>{failure.error}</p>
        </Alert>
      ) : null}
      {status === "refresh-failed" ? (
        <Alert variant="warning">
          <p>Finished. Your session could not be refreshed; check your connection.</p>
          <Button variant="outline" size="sm" onClick={retry}>
            Continue
          </Button>
        </Alert>
      ) : null}
      <Button type="submit" disabled={isBusy} className="w-full">
        {status === "saving" ? "Finishing…" : null}
        {status === "refreshing" ? "Opening…" : null}
        {isBusy ? null : failure ? "Try again" : "Finish"}
      </Button>
    </form>
  );
}
