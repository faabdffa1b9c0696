import type { NextMiddlewareResult } from "next/dist/server/web/types";
import { withDeadline } from "~/lib/calls/deadline";
import { createLogger } from "~/lib/logger";

/** The path below which Clerk's Frontend API is served from this origin, when it is configured. */
export const CLERK_PROXY_PATH = "/__clerk";

const WAIT_MS = 6_000;

/** Clerk's forms show the message of an error of this form, and nothing for what they can't read. */
const UNAVAILABLE = {
  errors: [
    {
      code: "service_unavailable",
      message: "Sign-in can't be reached",
      long_message: "Sign-in can't be reached just now. Please try again in a moment.",
    },
  ],
};

/**
 * The answer of Clerk's Frontend API to a call of clerk-js. Failures, no answer in time and what isn't
 * JSON become an error that its forms show as a sentence.
 * @param forward sends the call on
 */
export async function readableAnswer(
  forward: () => Promise<NextMiddlewareResult>,
  waitMs = WAIT_MS,
): Promise<Response> {
  try {
    return await withDeadline(async () => {
      const response = await forward();
      if (!response || response.status >= 500) throw new Error(`status ${response?.status}`);
      const text = await response.clone().text();
      if (text) JSON.parse(text);
      return response;
    }, waitMs);
  } catch (error) {
    createLogger({ module: "proxy" }).warn({ err: error }, "Clerk's Frontend API failed");
    return Response.json(UNAVAILABLE, { status: 503, headers: { "cache-control": "no-store" } });
  }
}
