import { checkPhoneIsFree, checkUsername, newPhone } from "./identifiers.ts";
import { newId } from "./ids.ts";
import type { Instance } from "./instance.ts";
import { findInvitation } from "./invitations.ts";
import { acceptAfterSignUp } from "./organizations/invitations.ts";
import type { ClientRecord, SessionRecord, SignUpRecord } from "./records.ts";
import { missingFields, unverifiedFields } from "./resources/sign-up.ts";
import { checkMaySignUp } from "./restrictions.ts";
import { type Caller, startSession } from "./sessions.ts";
import { checkEmailIsFree, createUser } from "./users.ts";
import { joinedFromWaitlist } from "./waitlist.ts";

const DAY_MS = 86_400_000;

export function newSignUp(): SignUpRecord {
  return {
    id: newId("signUp"),
    username: null,
    email: null,
    phone: null,
    passwordHash: null,
    firstName: null,
    lastName: null,
    unsafeMetadata: {},
    code: null,
    phoneCode: null,
    applicationInvitationId: null,
    organizationInvitationId: null,
    oauth: null,
    createdUserId: null,
    createdSessionId: null,
    abandonAt: Date.now() + DAY_MS,
  };
}

/** Throws when the address is taken, or may not sign up. */
export function checkNewEmail(instance: Instance, email: string): void {
  checkEmailIsFree(instance, email);
  checkMaySignUp(instance, email);
}

/**
 * Turns a sign-up that has all it needs into a user with a session, or returns undefined.
 * Somebody else may have taken a name since, which throws 422.
 */
export function finishSignUp(
  instance: Instance,
  client: ClientRecord,
  signUp: SignUpRecord,
  caller: Caller,
): SessionRecord | undefined {
  if (missingFields(instance, signUp).length > 0 || unverifiedFields(signUp).length > 0)
    return undefined;
  const { email, phone, username, oauth } = signUp;
  if (email !== null) checkEmailIsFree(instance, email);
  if (phone) checkPhoneIsFree(instance, phone);
  if (username) checkUsername(instance, username);
  const invitation = findInvitation(instance, signUp.applicationInvitationId);
  const user = createUser(instance, {
    emails: email === null ? [] : [email],
    phones: phone ? [newPhone(phone)] : [],
    username,
    externalAccounts: oauth?.account ? [oauth.account] : [],
    passwordHash: signUp.passwordHash,
    externalId: signUp.externalId,
    firstName: signUp.firstName,
    lastName: signUp.lastName,
    publicMetadata: invitation?.publicMetadata,
    unsafeMetadata: signUp.unsafeMetadata,
  });
  if (invitation) {
    invitation.status = "accepted";
    invitation.updatedAt = Date.now();
  }
  if (email !== null) joinedFromWaitlist(instance, email);
  acceptAfterSignUp(instance, signUp, user);
  const session = startSession(instance, client, user, caller);
  signUp.createdUserId = user.id;
  signUp.createdSessionId = session.id;
  return session;
}
