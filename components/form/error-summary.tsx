"use client";

import { useFormMetadata } from "@conform-to/react/future";
import type { Ref } from "react";
import { Alert } from "~/components/ui/alert";
import { Anchor } from "~/components/ui/anchor";
import type { ActionFailure } from "~/types/action";

/** What went wrong with a form as a whole, with links to the fields to fix. */
export function ErrorSummary({
  failure: { error, code, fieldErrors = {} },
  ref,
}: {
  failure: ActionFailure;
  ref: Ref<HTMLDivElement>;
}) {
  const form = useFormMetadata();
  const fields = Object.entries(fieldErrors);
  return (
    <Alert ref={ref} variant="destructive" tabIndex={-1} className="col-span-full basis-full">
      <p className="font-medium">{error}</p>
      {code === "signed-out" ? (
        <a href="/sign-in" target="_blank" className="underline underline-offset-2" rel="noopener">
          Sign in in another tab, then send this again
        </a>
      ) : null}
      {fields.length > 0 ? (
        <ul className="list-disc space-y-1 pl-5">
          {fields.map(([name, texts]) => (
            <li key={name}>
              <Anchor to={form.getField(name).id} className="underline underline-offset-2">
                {texts.join(" ")}
              </Anchor>
            </li>
          ))}
        </ul>
      ) : null}
    </Alert>
  );
}
