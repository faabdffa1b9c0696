import { expect, test } from "vitest";
import { DbError } from "~/lib/firebase/errors";
import { logRequestError } from "~/lib/log/request-error";
import { createRootLogger } from "~/lib/logger";

test("logs whose request failed, where and why, and nothing else of the request", () => {
  const lines: string[] = [];
  const log = createRootLogger("error", { write: (line) => lines.push(line) });
  Object.assign(globalThis, { claimsStarterLogger: log });
  const cause = new Error("no answer");
  const error = new DbError("unavailable", { resource: "teams/1", cause });
  logRequestError(
    Object.assign(error, { digest: "1234" }),
    {
      path: "/settings?code=hidden-1",
      method: "GET",
      headers: { "x-request-id": "request-1", cookie: "hidden-2", "x-own": "hidden-3" },
    },
    {
      routerKind: "App Router",
      routePath: "/settings",
      routeType: "render",
      renderSource: "react-server-components",
      revalidateReason: undefined,
    },
  );
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({
    level: "error",
    module: "request",
    requestId: "request-1",
    method: "GET",
    path: "/settings",
    route: "/settings",
    routeType: "render",
    digest: "1234",
    err: { code: "unavailable", resource: "teams/1", cause: { message: "no answer" } },
  });
  expect(lines.join()).not.toContain("hidden");
});
