"use client";

import { Alert } from "~/components/ui/alert";
import { ButtonLink } from "~/components/ui/button-link";
import { buttonVariants } from "~/components/ui/button-variants";

/** What stands below the header when a page of the app throws. The cause is in the log under the same digest. */
export default function PageError({
  error,
  retry,
}: {
  error: Error & { digest?: string };
  retry: () => void;
}) {
  return (
    <Alert variant="destructive">
      <h1 className="text-base font-semibold">Something went wrong</h1>
      <p>This page couldn't be shown. Anything you saved is safe.</p>
      {error.digest ? (
        <p>
          Reference: <code className="font-mono">{error.digest}</code>
        </p>
      ) : null}
      <p className="flex flex-wrap gap-3 pt-2">
        <button type="button" className={buttonVariants({ size: "sm" })} onClick={retry}>
          Try again
        </button>
        <ButtonLink href="/dashboard" size="sm" variant="outline">
          Back to dashboard
        </ButtonLink>
      </p>
    </Alert>
  );
}
