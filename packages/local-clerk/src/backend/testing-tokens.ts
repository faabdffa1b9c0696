import { Hono } from "hono";
import { randomText } from "../ids.ts";
import type { Env } from "../instance.ts";

const HOUR_SECONDS = 3_600;

/**
 * What @clerk/testing adds to a browser's calls, so that a real Clerk takes it for no bot. The local
 * one never does, so any token will do.
 */
export function testingTokens(): Hono<Env> {
  return new Hono<Env>().post("/testing_tokens", (c) =>
    c.json({
      object: "testing_token",
      token: `${Math.floor(Date.now() / 1000)}-${randomText(43)}`,
      expires_at: Math.floor(Date.now() / 1000) + HOUR_SECONDS,
    }),
  );
}
