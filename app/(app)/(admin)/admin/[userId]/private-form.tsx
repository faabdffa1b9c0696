"use client";

import { useState } from "react";
import { ActionForm } from "~/components/form/action-form";
import { TextArea, TextField } from "~/components/form/fields";
import { SubmitButton } from "~/components/form/submit-button";
import { Button } from "~/components/ui/button";
import { Card, CardTitle } from "~/components/ui/card";
import type { PRIVATE_FIELDS } from "../../private-fields";
import { savePrivateMetadata } from "../actions";

interface PrivateFormProps {
  userId: string;
  /** Given, because their schema would bring all of zod along. */
  fields: typeof PRIVATE_FIELDS;
  /** The last change of these fields that the admin has seen. */
  seenChange: string;
  stored: Record<string, string>;
}

/** A user's private metadata. After a conflict the entered text stays until the admin drops it. */
export function PrivateForm({ userId, fields, seenChange, stored }: PrivateFormProps) {
  const [{ round, hasConflict }, setState] = useState({ round: 0, hasConflict: false });

  return (
    <Card aria-labelledby="private">
      <CardTitle id="private">Private fields</CardTitle>
      <p className="mt-1 mb-4 text-sm text-muted-foreground">
        Only admins see these fields. They are in Clerk’s private metadata and never in a token.
      </p>
      <ActionForm
        key={round}
        action={savePrivateMetadata}
        defaults={stored}
        onSuccess={() => setState({ round, hasConflict: false })}
        onFailure={({ code }) => setState({ round, hasConflict: code === "conflict" })}
        aria-labelledby="private"
      >
        <input type="hidden" name="userId" value={userId} />
        <input type="hidden" name="seenChange" value={seenChange} />
        <div className="grid gap-4 sm:grid-cols-2">
          {fields.map(({ isLong, ...field }) =>
            isLong ? (
              <div key={field.name} className="sm:col-span-2">
                <TextArea {...field} rows={3} />
              </div>
            ) : (
              <TextField key={field.name} {...field} autoComplete="off" />
            ),
          )}
        </div>
        <div className="flex flex-wrap gap-3">
          <SubmitButton variant="outline" pending="Saving…">
            Save private fields
          </SubmitButton>
          {hasConflict ? (
            <Button
              variant="outline"
              onClick={() => setState({ round: round + 1, hasConflict: false })}
            >
              Show what is stored now
            </Button>
          ) : null}
        </div>
      </ActionForm>
    </Card>
  );
}
