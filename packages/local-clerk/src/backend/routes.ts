import { Hono } from "hono";
import type { Env, Instance } from "../instance.ts";
import { requireSecretKey } from "./auth.ts";
import { clients } from "./clients.ts";
import { sessions } from "./sessions.ts";
import { signInTokens } from "./sign-in-tokens.ts";
import { users } from "./users.ts";

/** The public key, as both APIs answer it. */
export function jwks({ keys }: Instance) {
  return { keys: [{ ...keys.jwk, kid: keys.kid, use: "sig", alg: "RS256" }] };
}

/** The Backend API: what clerkClient() and the middleware call with the secret key. */
export function backendApi(instance: Instance): Hono<Env> {
  return new Hono<Env>()
    .use(requireSecretKey(instance))
    .get("/jwks", (c) => c.json(jwks(instance)))
    .route("/", users(instance))
    .route("/", sessions(instance))
    .route("/", clients(instance))
    .route("/", signInTokens(instance));
}
