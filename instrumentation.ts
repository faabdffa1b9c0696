import type { Instrumentation } from "next";

/** Runs once before the server answers. */
export async function register(): Promise<void> {
  // Next also compiles this file for its Edge runtime, and drops what this condition guards.
  if (process.env.NEXT_RUNTIME === "nodejs") {
    (await import("~/lib/env/startup")).refuseWrongEnvironment();
    await (await import("~/lib/log/observability")).observe();
  }
}

/** Runs when a page, an action, a route handler or the proxy has thrown. */
export const onRequestError: Instrumentation.onRequestError = async (...about) => {
  if (process.env.NEXT_RUNTIME === "nodejs") {
    (await import("~/lib/log/request-error")).logRequestError(...about);
  }
};
