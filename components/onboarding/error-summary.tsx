"use client";

import { fieldId } from "~/components/onboarding/step-context";
import { Alert } from "~/components/ui/alert";
import type { ActionFailure } from "~/lib/access/action";

/** `"displayName"` as people read it: `"Display name"`. */
function readable(name: string): string {
  const words = name.replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What went wrong with a form as a whole, with links to the fields that have to be corrected. */
export function ErrorSummary({ failure }: { failure: ActionFailure }) {
  return (
    <Alert variant="destructive" tabIndex={-1} data-error-summary={true}>
      <p className="font-medium">{failure.error}</p>
      {failure.retryable ? <p>What you entered is still here.</p> : null}
      {failure.fieldErrors ? (
        <ul className="list-disc space-y-1 pl-5">
          {Object.entries(failure.fieldErrors).map(([name, texts]) => (
            <li key={name}>
              <a href={`#${fieldId(name)}`} className="underline underline-offset-2">
                {readable(name)} {texts.join(", ")}
              </a>
            </li>
          ))}
        </ul>
      ) : null}
    </Alert>
  );
}
