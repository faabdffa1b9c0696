"use client";

import { Message } from "~/components/site/message";
import { ButtonLink } from "~/components/ui/button-link";
import { buttonVariants } from "~/components/ui/button-variants";

/** What a visitor sees when a page throws. The cause is in the log under the same digest. */
export default function ErrorPage({
  error,
  retry,
}: {
  error: Error & { digest?: string };
  retry: () => void;
}) {
  return (
    <Message
      title="Something went wrong"
      actions={
        <>
          <button type="button" className={buttonVariants()} onClick={retry}>
            Try again
          </button>
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
