import "server-only";
import { z } from "zod";
import { apiDenial, apiError, apiInvalid } from "~/lib/access/api-error";
import { readTextUpTo } from "~/lib/access/body";
import { check } from "~/lib/access/check";
import type { Denial } from "~/lib/access/denial";
import { assertRule, type GatedPath } from "~/lib/auth/policy";
import type { Session } from "~/lib/auth/session";
import { DbError, type Result } from "~/lib/firebase/errors";
import type { Logger } from "~/lib/logger";
import { requestLogger } from "~/lib/request-id";

const MOST_BYTES = 100 * 1_024;

/** Next's route context. */
type RouteContext<Params> = { params: Promise<Params> };

interface ApiRouteSpec<Schema extends z.ZodType, Params> {
  /** The policy path that guards it. */
  access: Extract<GatedPath, `/api/${string}`>;
  /** Ask Clerk instead of trusting claims up to 60 s old. */
  fresh?: true;
  /** Of the JSON body, or of the query for GET, HEAD and DELETE. Without one `input` is undefined. */
  input?: Schema;
  /** Answers JSON data, or a Response of its own. */
  run(context: {
    request: Request;
    session: Session;
    input: z.output<Schema>;
    /** The dynamic segments of the path. */
    params: Params;
    log: Logger;
  }): Promise<Result<unknown, DbError | Denial>>;
}

/** The query or the JSON body; undefined when the body is too large or isn't JSON. */
async function readInput(request: Request): Promise<unknown> {
  if (["GET", "HEAD", "DELETE"].includes(request.method)) {
    return Object.fromEntries(new URL(request.url).searchParams);
  }
  const text = await readTextUpTo(request, MOST_BYTES);
  try {
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * The one way to write a route handler for signed-in visitors. Answers JSON: the data of `run`, or
 * `{ error: { code, message, fieldErrors? } }` with 400 for a wrong input, 401 and 403 for a denial,
 * and the status of a store's error.
 * @example export const GET = apiRoute({ access: "/api/me", run: async ({ session }) => [null, session.claims] });
 */
export function apiRoute<Schema extends z.ZodType = z.ZodUndefined, Params = object>(
  spec: ApiRouteSpec<Schema, Params>,
): (request: Request, context: RouteContext<Params>) => Promise<Response> {
  const { access, fresh, run } = spec;
  assertRule(access);
  return async (request, context) => {
    const log = (await requestLogger({ module: "api" })).child({ path: access });
    const [denial, session] = await check(access, { fresh });
    if (denial) return apiDenial(denial);
    try {
      const schema = spec.input ?? z.undefined();
      const input = schema.safeParse(spec.input && (await readInput(request)));
      if (!input.success) return apiInvalid(input.error);
      const params = await context.params;
      // The schema that has just parsed it is the one `run` was typed with.
      const parsed = input.data as z.output<Schema>;
      const [problem, data] = await run({ request, session, input: parsed, params, log });
      if (problem instanceof DbError) {
        log.warn({ userId: session.userId, errorCode: problem.code, err: problem }, "Call failed");
        return apiError(problem);
      }
      if (problem) return apiDenial(problem);
      if (data instanceof Response) return data;
      return Response.json(data, { headers: { "cache-control": "no-store" } });
    } catch (error) {
      log.error({ userId: session.userId, err: error }, "Route handler threw");
      return apiError(new DbError("internal", { resource: access, cause: error }));
    }
  };
}
