import { Alert } from "~/components/ui/alert";
import { SESSION_TOKEN_TEMPLATE } from "~/lib/auth/claims";
import type { Session } from "~/lib/auth/session";

/**
 * In development, says on screen why no user has a role: the session token isn't customized in
 * the Clerk Dashboard. Production only logs it, because visitors can't fix it.
 */
export function TokenNotCustomized({ session }: { session: Session | null }) {
  if (process.env.NODE_ENV === "production" || !session || session.token.customized) return null;
  return (
    <Alert variant="warning" className="mb-8">
      <p className="font-medium">The session token carries no claims yet</p>
      <p>
        Until it does, every user is treated as a new user on the free plan. In the Clerk Dashboard,
        open Sessions, then Customize session token, paste this and save:
      </p>
      <pre className="overflow-x-auto rounded-lg bg-card p-3 font-mono text-xs">
        {JSON.stringify(SESSION_TOKEN_TEMPLATE, null, 2)}
      </pre>
    </Alert>
  );
}
