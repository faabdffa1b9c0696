"use client";

import { type FormEvent, useState } from "react";
import { useSubmission } from "~/components/site/use-submission";
import { Alert } from "~/components/ui/alert";
import { Button } from "~/components/ui/button";
import { Card, CardTitle } from "~/components/ui/card";
import { TextAreaField, TextField } from "~/components/ui/field";
import { savePrivateMetadata } from "../actions";

interface Stored {
  internalNotes: string;
  apiQuotaOverride: string;
  billingId: string;
}

/**
 * Clerk private metadata, for admins. The user never sees it, and no token carries it. After a
 * conflict the entered text stays, and what the other admin has stored is one click away.
 */
export function PrivateForm({
  userId,
  seenChange,
  stored,
}: {
  userId: string;
  seenChange: string;
  stored: Stored;
}) {
  const { response, isBusy, waitingSeconds, send } = useSubmission(savePrivateMetadata);
  const [round, setRound] = useState(0);
  const errors = response?.success === false ? response.fieldErrors : undefined;

  function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    send(new FormData(event.currentTarget));
  }

  return (
    <Card aria-labelledby="private">
      <CardTitle id="private">Private</CardTitle>
      <p className="mt-1 text-sm text-muted-foreground">
        For admins only: kept in Clerk’s private metadata, never in a token.
      </p>
      <form
        key={round}
        onSubmit={save}
        aria-labelledby="private"
        className="mt-4 grid gap-4 sm:grid-cols-2"
      >
        <input type="hidden" name="userId" value={userId} />
        <input type="hidden" name="seenChange" value={seenChange} />
        <div className="sm:col-span-2">
          <TextAreaField
            name="internalNotes"
            label="Internal notes"
            maxLength={2_000}
            rows={3}
            defaultValue={stored.internalNotes}
            errors={errors?.internalNotes}
          />
        </div>
        <TextField
          name="apiQuotaOverride"
          label="API quota"
          hint="Requests a day. Empty for what the plan gives."
          inputMode="numeric"
          defaultValue={stored.apiQuotaOverride}
          errors={errors?.apiQuotaOverride}
        />
        <TextField
          name="billingId"
          label="Billing id"
          hint="The customer’s id at the payment provider."
          autoComplete="off"
          defaultValue={stored.billingId}
          errors={errors?.billingId}
        />
        <div className="flex flex-wrap items-center gap-4 sm:col-span-2">
          <Button type="submit" variant="outline" disabled={isBusy}>
            {isBusy ? "Saving…" : "Save private fields"}
          </Button>
          {waitingSeconds > 0 ? (
            <p role="status" className="text-sm text-muted-foreground">
              Clerk is busy. Trying again in {waitingSeconds} s…
            </p>
          ) : null}
        </div>
        {response ? (
          <Alert variant={response.success ? "success" : "destructive"} className="sm:col-span-2">
            <p>{response.success ? response.message : response.error}</p>
            {!response.success && response.code === "conflict" ? (
              <Button variant="outline" size="sm" onClick={() => setRound(round + 1)}>
                Show what is stored now
              </Button>
            ) : null}
          </Alert>
        ) : null}
      </form>
    </Card>
  );
}
