"use client";

import { useFormMetadata } from "@conform-to/react/future";
import type { Ref } from "react";
import { Alert } from "~/components/ui/alert";
import { Anchor } from "~/components/ui/anchor";
import type { ActionFailure } from "~/types/action";

/** What went wrong with a form as a whole, with links to the fields to fix. */
export function ErrorSummary({
  failure: { error, fieldErrors = {} },
  ref,
}: {
  failure: ActionFailure;
  ref: Ref<HTMLDivElement>;
}) {
  const form = useFormMetadata();
  return (
    <Alert ref={ref} variant="destructive" tabIndex={-1} className="col-span-full basis-full">
      <p className="font-medium">{error}</p>
      <ul className="list-disc space-y-1 pl-5 empty:hidden">
        {Object.entries(fieldErrors).map(([name, texts]) => (
          <li key={name}>
            <Anchor to={form.getField(name).id} className="underline underline-offset-2">
              {texts.join(" ")}
            </Anchor>
          </li>
        ))}
      </ul>
    </Alert>
  );
}
