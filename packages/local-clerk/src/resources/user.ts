import type {
  EmailAddressJSON as BackendEmailAddressJSON,
  PhoneNumberJSON as BackendPhoneNumberJSON,
  UserJSON as BackendUserJSON,
} from "@clerk/backend";
import type {
  EmailAddressJSON,
  PhoneNumberJSON,
  PublicUserDataJSON,
  UserJSON,
} from "@clerk/shared/types";
import { type EmailRecord, type PhoneRecord, primaryEmail, type UserRecord } from "../records.ts";
import { isLocked, lockoutSeconds } from "../user-state.ts";
import { avatarUrl } from "./avatar.ts";
import { backendExternalAccount, externalAccount } from "./external-account.ts";
import {
  backendEmailVerification,
  backendPhoneVerification,
  emailVerification,
  phoneVerification,
} from "./verification.ts";

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

export function backendEmailAddress(email: EmailRecord): BackendEmailAddressJSON {
  return {
    object: "email_address",
    id: email.id,
    email_address: email.address,
    verification: backendEmailVerification(email),
    linked_to: [],
  };
}

export function phoneNumber(phone: PhoneRecord): PhoneNumberJSON {
  return {
    object: "phone_number",
    id: phone.id,
    phone_number: phone.number,
    reserved_for_second_factor: false,
    default_second_factor: false,
    verification: phoneVerification(phone),
    linked_to: [],
    backup_codes: [],
  };
}

export function backendPhoneNumber(phone: PhoneRecord): BackendPhoneNumberJSON {
  return {
    object: "phone_number",
    id: phone.id,
    phone_number: phone.number,
    reserved_for_second_factor: false,
    default_second_factor: false,
    reserved: false,
    verification: backendPhoneVerification(phone),
    linked_to: [],
    backup_codes: [],
  };
}

/** What the user is called where there is no name: the first of these that they have. */
export function identifierOf(user: UserRecord): string {
  const phone = user.phones.find((one) => one.id === user.primaryPhoneId);
  return primaryEmail(user)?.address ?? user.username ?? phone?.number ?? "";
}

/** The user as the Frontend API shows them to themselves: no private metadata. */
export function frontendUser(user: UserRecord): UserJSON {
  return {
    object: "user",
    id: user.id,
    external_id: user.externalId,
    primary_email_address_id: user.primaryEmailId,
    primary_phone_number_id: user.primaryPhoneId,
    primary_web3_wallet_id: null,
    image_url: avatarUrl(user),
    has_image: user.image !== null,
    username: user.username,
    email_addresses: user.emails.map(emailAddress),
    phone_numbers: user.phones.map(phoneNumber),
    web3_wallets: [],
    external_accounts: user.externalAccounts.map((account) => externalAccount(account)),
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
    email_addresses: user.emails.map(backendEmailAddress),
    phone_numbers: user.phones.map(backendPhoneNumber),
    web3_wallets: [],
    external_accounts: user.externalAccounts.map(backendExternalAccount),
    enterprise_accounts: [],
    organization_memberships: [],
    private_metadata: user.privateMetadata as UserPrivateMetadata, // as above
    password_last_updated_at: user.passwordChangedAt,
    banned: user.banned,
    locked: isLocked(user),
    deprovisioned: false,
    lockout_expires_in_seconds: lockoutSeconds(user),
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
    has_image: user.image !== null,
    identifier: identifierOf(user),
    ...(user.username === null ? {} : { username: user.username }),
  };
}
