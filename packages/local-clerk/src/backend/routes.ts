import { Hono } from "hono";
import type { Env, Instance } from "../instance.ts";
import { actorTokens } from "./actor-tokens.ts";
import { requireSecretKey } from "./auth.ts";
import { clientList } from "./client-list.ts";
import { clients } from "./clients.ts";
import { domains } from "./domains.ts";
import { emailAddresses } from "./email-addresses.ts";
import { externalAccounts } from "./external-accounts.ts";
import { identifierLists } from "./identifier-lists.ts";
import { instanceSettings } from "./instance.ts";
import { invitations } from "./invitations.ts";
import { jwtTemplates } from "./jwt-templates.ts";
import { organizations } from "./organizations.ts";
import { phoneNumbers } from "./phone-numbers.ts";
import { profileImage } from "./profile-image.ts";
import { redirectUrls } from "./redirect-urls.ts";
import { sessionVerification } from "./session-verification.ts";
import { sessions } from "./sessions.ts";
import { signInTokens } from "./sign-in-tokens.ts";
import { signUps } from "./sign-ups.ts";
import { testingTokens } from "./testing-tokens.ts";
import { userState } from "./user-state.ts";
import { users } from "./users.ts";
import { waitlistEntries } from "./waitlist-entries.ts";

/** The public key, and the one before it, as both APIs answer them. */
export function jwks({ keys }: Instance) {
  const all = keys.previous ? [keys, keys.previous] : [keys];
  return { keys: all.map(({ jwk, kid }) => ({ ...jwk, kid, use: "sig", alg: "RS256" })) };
}

/** The Backend API: what clerkClient() and the middleware call with the secret key. */
export function backendApi(instance: Instance): Hono<Env> {
  return new Hono<Env>()
    .use(requireSecretKey(instance))
    .get("/jwks", (c) => c.json(jwks(instance)))
    .route("/", organizations(instance))
    .route("/", users(instance))
    .route("/", userState(instance))
    .route("/", emailAddresses(instance))
    .route("/", phoneNumbers(instance))
    .route("/", externalAccounts(instance))
    .route("/", sessions(instance))
    .route("/", clients(instance))
    .route("/", clientList(instance))
    .route("/", sessionVerification(instance))
    .route("/", profileImage(instance))
    .route("/", actorTokens(instance))
    .route("/", jwtTemplates(instance))
    .route("/", invitations(instance))
    .route("/", waitlistEntries(instance))
    .route("/", identifierLists(instance))
    .route("/", redirectUrls(instance))
    .route("/", domains(instance))
    .route("/", instanceSettings(instance))
    .route("/", signUps(instance))
    .route("/", signInTokens(instance))
    .route("/", testingTokens());
}
