import { Hono } from "hono";
import { decodeJwt } from "jose";
import { z } from "zod";
import { readJson } from "../body.ts";
import { ClerkError } from "../errors.ts";
import type { Env, Instance } from "../instance.ts";
import { isLive } from "../records.ts";
import { backendSession } from "../resources/session.ts";
import { getSession } from "../sessions.ts";
import { isOwnToken } from "../tokens.ts";

const verifyBody = z.strictObject({ token: z.string().min(1) });

/** Whether a token is this session's, and the session still lives. */
export function sessionVerification(instance: Instance): Hono<Env> {
  return new Hono<Env>().post("/sessions/:id/verify", async (c) => {
    const { token } = await readJson(c, verifyBody);
    const session = getSession(instance, c.req.param("id"));
    const isOwn = (await isOwnToken(instance, token)) && decodeJwt(token).sid === session.id;
    if (!isOwn) throw new ClerkError(401, "token_invalid", "The token is invalid");
    if (!isLive(session)) throw new ClerkError(401, "session_not_active", "Session is not active");
    return c.json(backendSession(session));
  });
}
