import type { SignInFirstFactorJSON, SignInJSON } from "@clerk/shared/types";
import type { Instance } from "../instance.ts";
import { primaryEmail, type SignInRecord, type UserRecord } from "../records.ts";
import { getUser } from "../users.ts";
import { avatarUrl } from "./avatar.ts";
import { codeVerification, verification } from "./verification.ts";

/** `a****@example.com`, which is what somebody who is not signed in yet may see. */
function masked(address: string): string {
  return address.replace(/^(.).*@/, "$1****@");
}

function firstFactors(user: UserRecord): SignInFirstFactorJSON[] {
  const email = primaryEmail(user);
  const byEmail = email && {
    email_address_id: email.id,
    safe_identifier: masked(email.address),
    primary: true,
  };
  // Somebody without a password, made through the Backend API, signs in with a code.
  if (user.passwordHash === null) return byEmail ? [{ strategy: "email_code", ...byEmail }] : [];
  return [
    { strategy: "password" },
    ...(byEmail ? [{ strategy: "reset_password_email_code" as const, ...byEmail }] : []),
  ];
}

export function signInJSON(instance: Instance, signIn: SignInRecord): SignInJSON {
  const user = getUser(instance, signIn.userId);
  const done = signIn.status === "complete";
  return {
    object: "sign_in",
    id: signIn.id,
    status: signIn.status,
    supported_identifiers: ["email_address"],
    identifier: signIn.identifier,
    user_data: {
      ...(user.firstName === null ? {} : { first_name: user.firstName }),
      ...(user.lastName === null ? {} : { last_name: user.lastName }),
      image_url: avatarUrl(user),
      has_image: false,
    },
    supported_first_factors: firstFactors(user),
    supported_second_factors: [],
    first_factor_verification: signIn.code
      ? codeVerification(signIn.code)
      : done
        ? verification({ status: "verified", strategy: "password" })
        : null,
    second_factor_verification: null,
    created_session_id: signIn.createdSessionId,
    timezone: null,
  };
}
