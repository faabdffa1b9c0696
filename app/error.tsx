"use client";

import { Message } from "~/components/site/message";
import { Button, ButtonLink } from "~/components/ui/button";

/** What a visitor sees when a page throws. The cause is in the log under the same digest. */
export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <Message
      title="Something went wrong"
      actions={
        <>
          <Button onClick={reset}>Try again</Button>
          <ButtonLink href="/" variant="outline">
            Back to home
          </ButtonLink>
        </>
      }
    >
      <p>This page couldn't be shown. Anything you saved is safe.</p>
      {error.digest ? (
        <p className="text-sm">
          Reference: <code className="font-mono">{error.digest}</code>
        </p>
      ) : null}
    </Message>
  );
}
