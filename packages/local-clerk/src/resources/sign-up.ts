import type {
  SignUpField,
  SignUpIdentificationField,
  SignUpJSON,
  SignUpVerificationJSON,
} from "@clerk/shared/types";
import { type Instance, needsEmail } from "../instance.ts";
import type { CodeRecord, SignUpRecord } from "../records.ts";
import { externalAccount } from "./external-account.ts";
import { codeVerification, oauthVerification, verification } from "./verification.ts";

function isVerifiedByProvider({ oauth }: SignUpRecord): boolean {
  return oauth?.status === "verified";
}

function isEmailVerified(signUp: SignUpRecord): boolean {
  const byProvider = isVerifiedByProvider(signUp) && signUp.oauth?.account?.email === signUp.email;
  return Boolean(signUp.code?.verified || signUp.applicationInvitationId || byProvider);
}

/** Somebody who comes from a social provider needs no password. */
function requiredFields({ settings }: Instance, signUp: SignUpRecord): SignUpField[] {
  return [
    ...(needsEmail(settings) ? (["email_address"] as const) : []),
    ...(isVerifiedByProvider(signUp) ? [] : (["password"] as const)),
  ];
}

export function missingFields({ settings }: Instance, signUp: SignUpRecord): SignUpField[] {
  const lacksEmail = signUp.email === null && (needsEmail(settings) || !signUp.phone);
  const needsPassword = signUp.passwordHash === null && !isVerifiedByProvider(signUp);
  return [
    ...(lacksEmail ? (["email_address"] as const) : []),
    ...(needsPassword ? (["password"] as const) : []),
  ];
}

export function unverifiedFields(signUp: SignUpRecord): SignUpIdentificationField[] {
  return [
    ...(signUp.email !== null && !isEmailVerified(signUp) ? (["email_address"] as const) : []),
    ...(signUp.phone && !signUp.phoneCode?.verified ? (["phone_number"] as const) : []),
  ];
}

/** No status before a code was sent: that is how the sign-up card knows that it must ask for one. */
function verificationByCode(
  code: CodeRecord | null,
  strategy: "email_code" | "phone_code",
  isVerified: boolean,
): SignUpVerificationJSON {
  const state = code
    ? codeVerification(code)
    : verification(
        isVerified ? { status: "verified", strategy } : { status: null, strategy: null },
      );
  const nextAction = isVerified ? "" : code ? "needs_attempt" : "needs_prepare";
  return { ...state, next_action: nextAction, supported_strategies: [strategy] };
}

function verifications(signUp: SignUpRecord): NonNullable<SignUpJSON["verifications"]> {
  const { code, phone, phoneCode = null, oauth } = signUp;
  const json = {
    email_address: verificationByCode(code, "email_code", isEmailVerified(signUp)),
    // clerk-js reads the keys of what this sign-up has not, too.
    phone_number: phone
      ? verificationByCode(phoneCode, "phone_code", phoneCode?.verified ?? false)
      : null,
    web3_wallet: null,
    external_account: oauth ? oauthVerification(oauth) : null,
  };
  return json as unknown as NonNullable<SignUpJSON["verifications"]>; // Clerk's nulls, which the type does not know
}

export function signUpJSON(instance: Instance, signUp: SignUpRecord): SignUpJSON {
  const { features } = instance.settings;
  const isEmailOptional = !needsEmail(instance.settings);
  const { oauth } = signUp;
  return {
    object: "sign_up",
    id: signUp.id,
    status: signUp.createdUserId ? "complete" : "missing_requirements",
    required_fields: requiredFields(instance, signUp),
    optional_fields: [
      "first_name",
      "last_name",
      ...(features.has("username") ? (["username"] as const) : []),
      ...(isEmailOptional ? (["email_address"] as const) : []),
      ...(features.has("phone") ? (["phone_number"] as const) : []),
    ],
    missing_fields: missingFields(instance, signUp),
    unverified_fields: unverifiedFields(signUp),
    username: signUp.username ?? null,
    first_name: signUp.firstName,
    last_name: signUp.lastName,
    email_address: signUp.email,
    phone_number: signUp.phone ?? null,
    web3_wallet: null,
    external_account_strategy: oauth ? `oauth_${oauth.provider}` : null,
    external_account: oauth?.account ? externalAccount(oauth.account) : null,
    has_password: signUp.passwordHash !== null,
    unsafe_metadata: signUp.unsafeMetadata as SignUpUnsafeMetadata, // whatever the app's form sent
    created_session_id: signUp.createdSessionId,
    created_user_id: signUp.createdUserId,
    abandon_at: signUp.abandonAt,
    legal_accepted_at: null,
    locale: null,
    timezone: null,
    verifications: verifications(signUp),
  };
}
