import type { Context } from "hono";
import type { Env, Instance } from "./instance.ts";

/**
 * How others find the public keys. The keys' address is the one that was asked, because the issuer's
 * host doesn't exist. There is no authorization endpoint: the local Clerk signs nobody in to other apps.
 */
export function openIdConfiguration(c: Context<Env>, { keys }: Instance) {
  return {
    issuer: keys.issuer,
    jwks_uri: new URL("/.well-known/jwks.json", c.req.url).href,
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
    claims_supported: ["sub", "iss", "aud", "exp", "iat"],
  };
}
