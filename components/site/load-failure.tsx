import { TryAgain } from "~/components/site/try-again";
import type { DbError } from "~/lib/firebase/errors";

/** What a page shows in place of what it could not load; its cause stays on the server. */
export function LoadFailure({ error }: { error: DbError }) {
  const { message, isRetryable, retryAfterMs } = error;
  return <TryAgain message={message} isRetryable={isRetryable} retryAfterMs={retryAfterMs} />;
}
