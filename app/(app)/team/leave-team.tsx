"use client";

import { useClaimsUpdate } from "~/components/claims/use-claims-update";
import { Alert } from "~/components/ui/alert";
import { Button } from "~/components/ui/button";
import { leaveOwnTeam } from "./actions";

/** Asks first, and works without JavaScript. */
export function LeaveTeam() {
  const { response, submit, status, isBusy, retry } = useClaimsUpdate(leaveOwnTeam);
  return (
    <details className="text-sm">
      <summary className="w-fit cursor-pointer text-muted hover:text-foreground">
        Leave the team
      </summary>
      <form action={submit} className="mt-4 space-y-4">
        <p>You lose access to what the team shares. A member can give you the code to return.</p>
        {response?.success === false ? (
          <Alert tone="danger">
            <p>{response.error}</p>
          </Alert>
        ) : null}
        {status === "refresh-failed" ? (
          <Alert tone="warning">
            <p>You have left. Your session could not be refreshed; check your connection.</p>
            <Button look="secondary" size="small" onClick={retry}>
              Continue
            </Button>
          </Alert>
        ) : null}
        <Button type="submit" look="danger" size="small" disabled={isBusy}>
          {isBusy ? "Leaving…" : "Leave now"}
        </Button>
      </form>
    </details>
  );
}
