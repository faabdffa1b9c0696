import type { UserJSON as BackendUserJSON } from "@clerk/backend";
import type { EmailAddressJSON, PublicUserDataJSON, UserJSON } from "@clerk/shared/types";
import { type EmailRecord, primaryEmail, type UserRecord } from "../records.ts";
import { avatarUrl } from "./avatar.ts";
import { backendEmailVerification, emailVerification } from "./verification.ts";

export function emailAddress(email: EmailRecord): EmailAddressJSON {
  return {
    object: "email_address",
    id: email.id,
    email_address: email.address,
    verification: emailVerification(email),
    linked_to: [],
    matches_sso_connection: false,
  };
}

/** The user as the Frontend API shows them to themselves: no private metadata. */
export function frontendUser(user: UserRecord): UserJSON {
  return {
    object: "user",
    id: user.id,
    external_id: user.externalId,
    primary_email_address_id: user.primaryEmailId,
    primary_phone_number_id: null,
    primary_web3_wallet_id: null,
    image_url: avatarUrl(user),
    has_image: false,
    username: null,
    email_addresses: user.emails.map(emailAddress),
    phone_numbers: [],
    web3_wallets: [],
    external_accounts: [],
    enterprise_accounts: [],
    passkeys: [],
    organization_memberships: [],
    password_enabled: user.passwordHash !== null,
    profile_image_id: "",
    first_name: user.firstName,
    last_name: user.lastName,
    totp_enabled: false,
    backup_code_enabled: false,
    two_factor_enabled: false,
    // An app may have written anything; what its own type promises is the app's to check.
    public_metadata: user.publicMetadata as UserPublicMetadata,
    unsafe_metadata: user.unsafeMetadata as UserUnsafeMetadata,
    last_sign_in_at: user.lastSignInAt,
    create_organization_enabled: false,
    create_organizations_limit: null,
    delete_self_enabled: true,
    legal_accepted_at: null,
    timezone: null,
    updated_at: user.updatedAt,
    created_at: user.createdAt,
  };
}

/** The user as the Backend API and the webhooks show them. */
export function backendUser(user: UserRecord): BackendUserJSON {
  const { passkeys: _, profile_image_id: __, email_addresses: ___, ...shared } = frontendUser(user);
  return {
    ...shared,
    object: "user",
    email_addresses: user.emails.map((email) => ({
      object: "email_address",
      id: email.id,
      email_address: email.address,
      verification: backendEmailVerification(email),
      linked_to: [],
    })),
    phone_numbers: [],
    web3_wallets: [],
    external_accounts: [],
    enterprise_accounts: [],
    organization_memberships: [],
    private_metadata: user.privateMetadata as UserPrivateMetadata, // as above
    password_last_updated_at: user.passwordChangedAt,
    banned: false,
    locked: false,
    deprovisioned: false,
    lockout_expires_in_seconds: null,
    verification_attempts_remaining: 100,
    last_active_at: user.lastActiveAt,
    locale: null,
  };
}

export function publicUserData(user: UserRecord): PublicUserDataJSON {
  return {
    user_id: user.id,
    first_name: user.firstName,
    last_name: user.lastName,
    image_url: avatarUrl(user),
    has_image: false,
    identifier: primaryEmail(user)?.address ?? "",
  };
}
