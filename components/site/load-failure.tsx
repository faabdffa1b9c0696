import { PageTitle } from "~/components/site/page-title";
import { TryAgain } from "~/components/site/try-again";
import type { DbError } from "~/lib/firebase/errors";

/**
 * What a page shows in place of what it could not load. The cause stays on the server.
 * @param title of the page, where nothing else of it is shown
 */
export function LoadFailure({ error, title }: { error: DbError; title?: string }) {
  const waitMs = error.isRetryable ? Math.min(error.retryAfterMs ?? 3_000, 60_000) : null;
  const failure = <TryAgain message={error.message} waitMs={waitMs} />;
  return title ? (
    <div className="space-y-6">
      <PageTitle title={title} />
      {failure}
    </div>
  ) : (
    failure
  );
}
