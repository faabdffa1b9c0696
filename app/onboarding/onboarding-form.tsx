"use client";

import { useClaimsUpdate } from "~/components/claims/use-claims-update";
import { Alert } from "~/components/ui/alert";
import { Button } from "~/components/ui/button";
import { TextField } from "~/components/ui/field";
import { finishOnboarding } from "./actions";

export function OnboardingForm({ from }: { from: string }) {
  const { response, submit, status, isBusy, retry } = useClaimsUpdate(finishOnboarding);
  const failure = response && !response.success ? response : null;
  return (
    <form action={submit} className="space-y-5">
      <input type="hidden" name="from" value={from} />
      <TextField
        name="displayName"
        label="Display name"
        hint="What others see. You can change it later."
        autoComplete="name"
        required
        maxLength={60}
        defaultValue={failure?.entered?.displayName}
        errors={failure?.fieldErrors?.displayName}
      />
      {failure && !failure.fieldErrors ? (
        <Alert tone="danger">
          <p>{failure.error}</p>
        </Alert>
      ) : null}
      {status === "refresh-failed" ? (
        <Alert tone="warning">
          <p>Saved. Your session could not be refreshed; check your connection.</p>
          <Button look="secondary" size="small" onClick={retry}>
            Continue
          </Button>
        </Alert>
      ) : null}
      <Button type="submit" disabled={isBusy} className="w-full">
        {status === "saving" ? "Saving…" : status === "refreshing" ? "Opening…" : "Confirm"}
      </Button>
    </form>
  );
}
