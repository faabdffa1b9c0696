import type { SignInFirstFactorJSON, SignInIdentifier, SignInJSON } from "@clerk/shared/types";
import { providersOf, strategyOf } from "../features.ts";
import type { Instance } from "../instance.ts";
import type { SignInRecord, UserRecord } from "../records.ts";
import { getUser } from "../users.ts";
import { avatarUrl } from "./avatar.ts";
import { codeVerification, oauthVerification, verification } from "./verification.ts";

/** `a****@example.com`, which is what somebody who is not signed in yet may see. */
function masked(address: string): string {
  return address.replace(/^(.).*@/, "$1****@");
}

/** `+*******0100` */
function maskedNumber(number: string): string {
  return number.replace(/\d(?=\d{4})/g, "*");
}

function firstFactors({ settings }: Instance, user: UserRecord): SignInFirstFactorJSON[] {
  const emails = user.emails
    .filter((email) => email.verified)
    .map((email) => ({
      email_address_id: email.id,
      safe_identifier: masked(email.address),
      primary: email.id === user.primaryEmailId,
    }));
  const phones = user.phones
    .filter((phone) => phone.verified && settings.features.has("phone"))
    .map((phone) => ({
      phone_number_id: phone.id,
      safe_identifier: maskedNumber(phone.number),
      primary: phone.id === user.primaryPhoneId,
    }));
  const codes: SignInFirstFactorJSON[] = [
    ...emails.map((email) => ({ strategy: "email_code" as const, ...email })),
    ...phones.map((phone) => ({ strategy: "phone_code" as const, ...phone })),
  ];
  const resets: SignInFirstFactorJSON[] = [
    ...emails.map((email) => ({ strategy: "reset_password_email_code" as const, ...email })),
    ...phones.map((phone) => ({ strategy: "reset_password_phone_code" as const, ...phone })),
  ];
  const social = providersOf(settings.features).map((provider) => ({
    strategy: strategyOf(provider),
  }));
  return user.passwordHash === null
    ? [...codes, ...social]
    : [{ strategy: "password" }, ...codes, ...resets, ...social];
}

function identifiers({ settings }: Instance): SignInIdentifier[] {
  return [
    "email_address",
    ...(settings.features.has("phone") ? (["phone_number"] as const) : []),
    ...(settings.features.has("username") ? (["username"] as const) : []),
  ];
}

function firstFactorVerification(signIn: SignInRecord) {
  if (signIn.oauth) return oauthVerification(signIn.oauth);
  if (signIn.code) return codeVerification(signIn.code);
  return signIn.status === "complete"
    ? verification({ status: "verified", strategy: "password" })
    : null;
}

function userData(user: UserRecord): SignInJSON["user_data"] {
  return {
    ...(user.firstName === null ? {} : { first_name: user.firstName }),
    ...(user.lastName === null ? {} : { last_name: user.lastName }),
    image_url: avatarUrl(user),
    has_image: user.image !== null,
  };
}

/** A sign-in that waits for a social provider knows no user yet: Clerk sends null for what it can't know. */
export function signInJSON(instance: Instance, signIn: SignInRecord): SignInJSON {
  const user = signIn.userId === null ? null : getUser(instance, signIn.userId);
  const json = {
    object: "sign_in" as const,
    id: signIn.id,
    status: signIn.status,
    supported_identifiers: identifiers(instance),
    identifier: signIn.identifier,
    user_data: user && userData(user),
    supported_first_factors: user && firstFactors(instance, user),
    supported_second_factors: [],
    first_factor_verification: firstFactorVerification(signIn),
    second_factor_verification: null,
    created_session_id: signIn.createdSessionId,
    timezone: null,
  };
  return json as SignInJSON; // see above: the nulls, which the type does not know
}
