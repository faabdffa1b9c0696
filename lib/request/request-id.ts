import { headers } from "next/headers";
import { createLogger, type Logger } from "~/lib/logger";

/** The header that carries a request's id from the proxy to the app and back to the browser. */
export const REQUEST_ID_HEADER = "x-request-id";

const TRUSTED_SHAPE = /^[\w-]{8,64}$/;

/** The id that a gateway has given, where it is harmless to log and to echo. Otherwise a new one. */
export function requestIdOf(incoming: string | null): string {
  return incoming && TRUSTED_SHAPE.test(incoming) ? incoming : crypto.randomUUID();
}

/** The current request's id, or undefined outside a request (scripts, tests, the build). */
export async function currentRequestId(): Promise<string | undefined> {
  try {
    return (await headers()).get(REQUEST_ID_HEADER) ?? undefined;
  } catch {
    return undefined;
  }
}

/** A logger whose lines carry the id of the current request. */
export async function requestLogger(bindings: {
  module: string;
  [name: string]: string;
}): Promise<Logger> {
  const requestId = await currentRequestId();
  return createLogger(requestId ? { ...bindings, requestId } : bindings);
}
