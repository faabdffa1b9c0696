import "server-only";
import type { z } from "zod";
import { apiDenial, apiError, apiInvalid } from "~/lib/access/api-error";
import { check } from "~/lib/access/check";
import type { Denial } from "~/lib/access/denial";
import { type ApiPath, assertRule } from "~/lib/auth/policy";
import type { ParamsOf } from "~/lib/auth/routes";
import type { Session } from "~/lib/auth/session";
import { REQUEST_MS, withinTime } from "~/lib/calls/shared-deadline";
import { DbError, type Result } from "~/lib/firebase/errors";
import { plainSentence } from "~/lib/input/plain-sentences";
import type { Logger } from "~/lib/logger";
import { readTextUpTo } from "~/lib/request/read-text";
import { requestLogger } from "~/lib/request/request-id";

const MOST_BYTES = 100 * 1_024;

interface ApiRouteSpec<Path extends ApiPath, Schema extends z.ZodType, Params> {
  /** Its key in POLICY: `"/api/projects/[id]"`. */
  access: Path;
  fresh?: true;
  /** Of the JSON body, or of the query for GET, HEAD and DELETE. Without it `input` is undefined. */
  input?: Schema;
  /** Answers JSON data, or a Response of its own. `params` are the dynamic segments of the path. */
  run(context: {
    request: Request;
    session: Session;
    input: z.output<Schema>;
    params: Params;
    log: Logger;
  }): Promise<Result<unknown, DbError | Denial>>;
}

/** The query or the JSON body; undefined when the body is too large, isn't JSON or isn't called so. */
async function readInput(request: Request): Promise<unknown> {
  if (["GET", "HEAD", "DELETE"].includes(request.method)) {
    return Object.fromEntries(new URL(request.url).searchParams);
  }
  // Another site's page can send text/plain without a preflight. application/json needs one.
  if (!request.headers.get("content-type")?.startsWith("application/json")) return undefined;
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
export function apiRoute<
  const Path extends ApiPath,
  Schema extends z.ZodType = z.ZodUndefined,
  Params = ParamsOf<Path>,
>({ access, fresh, input: schema, run }: ApiRouteSpec<Path, Schema, Params>) {
  assertRule(access);

  async function answer(request: Request, params: Params, log: Logger): Promise<Response> {
    const [denial, session] = await check(access, { fresh, isCall: true });
    if (denial) return apiDenial(denial);
    const input = schema?.safeParse(await readInput(request), { error: plainSentence });
    if (input?.success === false) return apiInvalid(input.error);
    // Without a schema `Schema` is z.ZodUndefined.
    const data = input?.data as z.output<Schema>;
    const [problem, value] = await run({ request, session, input: data, params, log });
    if (problem) {
      if (!(problem instanceof DbError)) return apiDenial(problem);
      const level = problem.isServerFault ? "error" : "warn";
      log[level]({ userId: session.userId, errorCode: problem.code, err: problem }, "Call failed");
      return apiError(problem);
    }
    if (value instanceof Response) return value;
    return Response.json(value, { headers: { "cache-control": "no-store" } });
  }

  return async (request: Request, context: { params: Promise<Params> }): Promise<Response> => {
    const log = await requestLogger({ module: "api", path: access });
    const params = await context.params;
    return withinTime(REQUEST_MS, () => answer(request, params, log)).catch((error: unknown) => {
      log.error({ err: error }, "Route handler threw");
      return apiError(new DbError("internal", { resource: access, cause: error }));
    });
  };
}
