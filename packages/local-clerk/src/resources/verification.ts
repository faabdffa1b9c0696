import type { VerificationJSON as BackendVerificationJSON } from "@clerk/backend";
import type { VerificationJSON } from "@clerk/shared/types";
import type { CodeRecord, EmailRecord } from "../records.ts";

interface Fields {
  status: VerificationJSON["status"] | null;
  strategy: string | null;
  attempts?: number;
  expire_at?: number;
}

/** Clerk sends null for what a verification has not; the published type says less. */
export function verification({ status, strategy, attempts, expire_at }: Fields): VerificationJSON {
  const json = {
    object: strategy === null ? "verification" : `verification_${strategy}`,
    status,
    strategy,
    attempts: attempts ?? null,
    expire_at: expire_at ?? null,
    verified_at_client: null,
    error: null,
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
