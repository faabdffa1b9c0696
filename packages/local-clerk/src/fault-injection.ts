import { setTimeout as sleep } from "node:timers/promises";
import type { Fault, Faults, RequestLog } from "@claims-starter/local-service";
import type { MiddlewareHandler } from "hono";
import { errorBody } from "./errors.ts";
import type { Env } from "./instance.ts";

/** What the log says of a call that got no answer. */
const NO_ANSWER = 0;

const isFrontend = /^\/v1\/(environment|client|me|dev_browser|waitlist|tickets|verify)(\/|$)/;
/** Paths that both APIs have: the Backend API's callers send the secret key, a browser sends none. */
const isShared = /^\/v1\/(organizations|billing|commerce)(\/|$)/;

export function apiOf(path: string, authorization?: string): "frontend" | "backend" {
  const isBrowsers = isShared.test(path) && authorization === undefined;
  return isFrontend.test(path) || isBrowsers ? "frontend" : "backend";
}

/** Writes down each call under /v1 and answers it with the fault that is switched on for it, if any. */
export function faultInjection(
  faults: Faults,
  requests: RequestLog,
  closing: AbortSignal,
): MiddlewareHandler<Env> {
  return async (c, next) => {
    const { method, path } = c.req;
    const api = apiOf(path, c.req.header("authorization"));
    const log = (status: number) => requests.add({ method, path, status, api });

    const fault = takeFault(faults, api, method, path, new URL(c.req.url).search);
    if (fault?.delayMs) await sleep(fault.delayMs, undefined, { signal: closing });
    if (fault?.dropConnection || fault?.hang || fault?.truncate) {
      log(NO_ANSWER);
      if (fault.dropConnection && !fault.hang) c.env.incoming.socket.destroy();
      else if (fault.truncate && !fault.hang) breakOff(c.env.outgoing);
      return new Promise<never>(() => {}); // the connection ends it: the caller's patience or close()
    }
    if (fault?.status !== undefined) {
      log(fault.status);
      return faultResponse(fault, fault.status);
    }
    await next();
    log(c.res.status);
    return;
  };
}

/** Promises more than it sends. */
function breakOff(response: Env["Bindings"]["outgoing"]): void {
  response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
  response.write('{"object":', () => response.destroy());
}

/**
 * A fault may name the path with or without its query. clerk-js sends every mutation as a POST with
 * `_method`; a fault may name either.
 */
function takeFault(
  faults: Faults,
  api: ReturnType<typeof apiOf>,
  method: string,
  path: string,
  query: string,
): Fault | undefined {
  const isMutation = method !== "GET" && method !== "POST" && api === "frontend";
  const methods = isMutation ? [method, "POST"] : [method];
  return faults.take(...methods.flatMap((name) => [`${name} ${path}`, `${name} ${path}${query}`]));
}

const WORDS: Record<number, readonly [code: string, message: string]> = {
  401: ["authentication_invalid", "Invalid authentication"],
  403: ["authorization_invalid", "Unauthorized request"],
  404: ["resource_not_found", "not found"],
  409: ["conflict", "Conflict"],
  422: ["form_param_format_invalid", "is invalid"],
  429: ["too_many_requests", "Too many requests. Please try again in a bit."],
};

/** A body that is text is sent as it is, so that a test can show JSON that is broken. */
function faultResponse(fault: Fault, status: number): Response {
  const [code, message] = WORDS[status] ?? [
    "internal_clerk_error",
    "Oops, an unexpected error occurred",
  ];
  const body = fault.body ?? (status >= 400 ? errorBody(code, message, message) : {});
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const hasNoBody = status === 204 || status === 205 || status === 304;
  return new Response(hasNoBody ? null : text, {
    status,
    headers: { "content-type": "application/json", ...fault.headers },
  });
}
