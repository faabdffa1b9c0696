import type { VerificationJSON as BackendVerificationJSON } from "@clerk/backend";
import type { VerificationJSON } from "@clerk/shared/types";
import { strategyOf } from "../features.ts";
import type { CodeRecord, EmailRecord, OAuthRecord, PhoneRecord } from "../records.ts";

interface Fields {
  status: VerificationJSON["status"] | null;
  strategy: string | null;
  attempts?: number;
  expire_at?: number;
  external_verification_redirect_url?: string;
  error?: OAuthRecord["error"];
}

/** Clerk sends null for what a verification has not; the published type says less. */
export function verification(fields: Fields): VerificationJSON {
  const { status, strategy, attempts, expire_at, error } = fields;
  const { external_verification_redirect_url: url } = fields;
  const json = {
    object: strategy === null ? "verification" : `verification_${strategy}`,
    status,
    strategy,
    attempts: attempts ?? null,
    expire_at: expire_at ?? null,
    verified_at_client: null,
    ...(url === undefined ? {} : { external_verification_redirect_url: url }),
    error: error
      ? { code: error.code, message: error.message, long_message: error.longMessage }
      : null,
  };
  return json as unknown as VerificationJSON; // see above: the nulls
}

export function codeVerification(code: CodeRecord): VerificationJSON {
  return verification({
    status: code.verified ? "verified" : "unverified",
    strategy: code.strategy,
    attempts: code.attempts,
    expire_at: code.expireAt,
  });
}

export function emailVerification(email: EmailRecord): VerificationJSON | null {
  return email.verified ? verification({ status: "verified", strategy: "email_code" }) : null;
}

export function backendEmailVerification(email: EmailRecord): BackendVerificationJSON | null {
  // One resource under two names: the Backend API's type has the nulls and the same fields.
  return emailVerification(email) as unknown as BackendVerificationJSON | null;
}

export function phoneVerification(phone: PhoneRecord): VerificationJSON | null {
  return phone.verified ? verification({ status: "verified", strategy: "phone_code" }) : null;
}

export function backendPhoneVerification(phone: PhoneRecord): BackendVerificationJSON | null {
  return phoneVerification(phone) as unknown as BackendVerificationJSON | null; // as for emails
}

/** A visit to a social provider: the page to go to, or what came of it. */
export function oauthVerification(oauth: OAuthRecord): VerificationJSON {
  return verification({
    status: oauth.status,
    strategy: strategyOf(oauth.provider),
    expire_at: oauth.expireAt,
    ...(oauth.status === "unverified" ? { external_verification_redirect_url: oauth.url } : {}),
    error: oauth.error,
  });
}
