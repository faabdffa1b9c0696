import "server-only";
import { apiDenial, apiError } from "~/lib/access/api-error";
import { assertRule, decide, type GatedPath } from "~/lib/auth/policy";
import { getSession, type Session } from "~/lib/auth/session";
import { DbError } from "~/lib/firebase/errors";
import type { Logger } from "~/lib/logger";
import { requestLogger } from "~/lib/request-id";

type ApiHandler = (
  request: Request,
  context: { session: Session; log: Logger },
) => Promise<Response>;

/**
 * The guard of a route handler: `export const GET = apiRoute("/api/me", async (request, { session }) => …)`.
 * Refusals are JSON 401 and 403; a DbError or anything else that is thrown becomes JSON too.
 */
export function apiRoute(
  path: Extract<GatedPath, `/api/${string}`>,
  handler: ApiHandler,
): (request: Request) => Promise<Response> {
  assertRule(path);
  return async (request) => {
    const session = await getSession();
    const decision = decide(path, session?.claims ?? null);
    if (decision.kind !== "allow") return apiDenial(decision, path);
    if (!session) return apiDenial({ kind: "sign-in" }, path);
    const log = await requestLogger({ module: "api" });
    try {
      return await handler(request, { session, log });
    } catch (error) {
      log.error({ path, userId: session.userId, err: error }, "Route handler threw");
      return apiError(
        error instanceof DbError ? error : DbError.internal({ resource: path, cause: error }),
      );
    }
  };
}
