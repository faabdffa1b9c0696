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
      <summary className="w-fit cursor-pointer text-muted-foreground hover:text-foreground">
        Leave the team
      </summary>
      <form action={submit} className="mt-4 space-y-4">
        <p>You lose access to what the team shares. A member can give you the code to return.</p>
        {response?.success === false ? (
          <Alert variant="destructive">
            <p>{response.error}</p>
          </Alert>
        ) : null}
        {status === "refresh-failed" ? (
          <Alert variant="warning">
            <p>You have left. Your session could not be refreshed; check your connection.</p>
            <Button variant="outline" size="sm" onClick={retry}>
              Continue
            </Button>
          </Alert>
        ) : null}
        <Button type="submit" variant="destructive" size="sm" disabled={isBusy}>
          {isBusy ? "Leaving…" : "Leave now"}
        </Button>
      </form>
    </details>
  );
}
