import type { SignUpJSON, SignUpVerificationJSON } from "@clerk/shared/types";
import type { SignUpRecord } from "../records.ts";
import { codeVerification, verification } from "./verification.ts";

export function isVerified(signUp: SignUpRecord): boolean {
  return signUp.code?.verified ?? false;
}

export function missingFields(signUp: SignUpRecord): ("email_address" | "password")[] {
  return [
    ...(signUp.email === null ? (["email_address"] as const) : []),
    ...(signUp.passwordHash === null ? (["password"] as const) : []),
  ];
}

/** No status before a code was sent: that is how the sign-up card knows that it must ask for one. */
function emailVerification({ code }: SignUpRecord): SignUpVerificationJSON {
  const state = code ? codeVerification(code) : verification({ status: null, strategy: null });
  const nextAction = code?.verified ? "" : code ? "needs_attempt" : "needs_prepare";
  return { ...state, next_action: nextAction, supported_strategies: ["email_code"] };
}

export function signUpJSON(signUp: SignUpRecord): SignUpJSON {
  return {
    object: "sign_up",
    id: signUp.id,
    status: signUp.createdUserId ? "complete" : "missing_requirements",
    required_fields: ["email_address", "password"],
    optional_fields: ["first_name", "last_name"],
    missing_fields: missingFields(signUp),
    unverified_fields: signUp.email !== null && !isVerified(signUp) ? ["email_address"] : [],
    username: null,
    first_name: signUp.firstName,
    last_name: signUp.lastName,
    email_address: signUp.email,
    phone_number: null,
    web3_wallet: null,
    external_account_strategy: null,
    external_account: null,
    has_password: signUp.passwordHash !== null,
    unsafe_metadata: signUp.unsafeMetadata as SignUpUnsafeMetadata, // whatever the app's form sent
    created_session_id: signUp.createdSessionId,
    created_user_id: signUp.createdUserId,
    abandon_at: signUp.abandonAt,
    legal_accepted_at: null,
    locale: null,
    timezone: null,
    verifications: {
      email_address: emailVerification(signUp),
      // Ways to sign up that this instance does not offer; clerk-js reads their keys all the same.
      ...({ phone_number: null, web3_wallet: null, external_account: null } as unknown as Pick<
        NonNullable<SignUpJSON["verifications"]>,
        "phone_number" | "web3_wallet" | "external_account"
      >),
    },
  };
}
