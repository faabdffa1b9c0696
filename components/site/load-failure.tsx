import { TryAgain } from "~/components/site/try-again";
import type { DbError } from "~/lib/firebase/errors";

/** What a page shows in place of what it could not load. The cause stays on the server. */
export function LoadFailure({ error }: { error: DbError }) {
  const waitMs = error.isRetryable ? Math.min(error.retryAfterMs ?? 3_000, 60_000) : null;
  return <TryAgain message={error.message} waitMs={waitMs} />;
}
