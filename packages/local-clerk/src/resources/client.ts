import type { ClientJSON } from "@clerk/shared/types";
import type { Instance } from "../instance.ts";
import type { ClientRecord, OAuthRecord } from "../records.ts";
import { activeSession, liveSessions } from "../sessions.ts";
import { frontendSession } from "./session.ts";
import { signInJSON } from "./sign-in.ts";
import { signUpJSON } from "./sign-up.ts";

/** After a social provider, the app learns from the client what came of it, until it uses the session. */
function isShown(flow: { oauth?: OAuthRecord | null; createdSessionId: string | null }): boolean {
  return flow.createdSessionId === null || Boolean(flow.oauth);
}

/** The browser's client with its live sessions; a flow that is complete is no longer shown. */
export async function clientJSON(instance: Instance, client: ClientRecord): Promise<ClientJSON> {
  const { signIn, signUp } = client;
  return {
    object: "client",
    id: client.id,
    sessions: await Promise.all(
      liveSessions(instance, client).map((session) => frontendSession(instance, session)),
    ),
    sign_in: signIn && isShown(signIn) ? signInJSON(instance, signIn) : null,
    sign_up: signUp && isShown(signUp) ? signUpJSON(instance, signUp) : null,
    last_active_session_id: activeSession(instance, client)?.id ?? null,
    last_authentication_strategy: null,
    cookie_expires_at: null,
    captcha_bypass: false,
    created_at: client.createdAt,
    updated_at: client.updatedAt,
  };
}
