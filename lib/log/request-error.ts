import type { Instrumentation } from "next";
import { createLogger } from "~/lib/logger";
import { REQUEST_ID_HEADER } from "~/lib/request/request-id";

type About = Parameters<Instrumentation.onRequestError>;

/**
 * Logs what a request has thrown. The digest is the one that the error page shows. Of the request,
 * only its method, its path without the query and its id are logged.
 */
export function logRequestError(
  error: About[0],
  { method, path, headers }: About[1],
  { routePath: route, routeType }: About[2],
): void {
  const { digest } = Object(error);
  createLogger({ module: "request" }).error(
    {
      requestId: headers[REQUEST_ID_HEADER],
      method,
      path: path.split("?")[0],
      route,
      routeType,
      digest,
      err: error,
    },
    "Request failed",
  );
}
