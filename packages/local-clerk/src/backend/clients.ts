import { Hono } from "hono";
import { z } from "zod";
import { readQuery } from "../body.ts";
import { notFound } from "../errors.ts";
import type { Env, Instance } from "../instance.ts";

const payloadQuery = z.strictObject({ nonce: z.tuple([z.string()]) });

export function clients({ handshakes }: Instance): Hono<Env> {
  /** The second half of a handshake with a nonce, which is good for one call. */
  return new Hono<Env>().get("/clients/handshake_payload", (c) => {
    const [nonce] = readQuery(c, payloadQuery).nonce;
    const directives = handshakes.get(nonce);
    if (!directives) throw notFound("handshake payload", nonce);
    handshakes.delete(nonce);
    return c.json({ directives });
  });
}
