import { formError, notFound } from "./errors.ts";
import { newId } from "./ids.ts";
import type { Instance } from "./instance.ts";
import { removeFromOrganizations } from "./organizations/memberships.ts";
import { hashPassword } from "./passwords.ts";
import {
  type EmailRecord,
  type ExternalAccountRecord,
  type Metadata,
  type PhoneRecord,
  USER_DEFAULTS,
  type UserRecord,
} from "./records.ts";
import { backendUser } from "./resources/user.ts";

/** The user with this id, or 404. */
export function getUser({ store }: Instance, id: string): UserRecord {
  const user = store.users.get(id);
  if (!user) throw notFound("user", id);
  return user;
}

export function findUserByEmail({ store }: Instance, address: string): UserRecord | undefined {
  const wanted = address.toLowerCase();
  return [...store.users.withAddress(wanted)].find((user) =>
    user.emails.some((email) => email.verified && email.address === wanted),
  );
}

/** Throws 422 when somebody has the address. */
export function checkEmailIsFree(instance: Instance, address: string): void {
  if (!findUserByEmail(instance, address)) return;
  const text = "That email address is taken. Please try another.";
  throw formError("form_identifier_exists", text, text, "email_address");
}

export interface NewUser {
  id?: string | undefined;
  emails: string[];
  phones?: PhoneRecord[] | undefined;
  username?: string | null | undefined;
  externalAccounts?: ExternalAccountRecord[] | undefined;
  passwordHash: string | null;
  firstName?: string | null | undefined;
  lastName?: string | null | undefined;
  externalId?: string | null | undefined;
  publicMetadata?: Metadata | undefined;
  privateMetadata?: Metadata | undefined;
  unsafeMetadata?: Metadata | undefined;
  createdAt?: number | undefined;
  banned?: boolean | undefined;
  lockedUntil?: number | null | undefined;
}

export function newEmail(address: string, verified = true): EmailRecord {
  return { id: newId("email"), address: address.toLowerCase(), verified };
}

/** Adds a user and tells nobody; see createUser. */
export function addUser({ store, clock }: Instance, fields: NewUser): UserRecord {
  const now = fields.createdAt ?? clock.now();
  const emails = fields.emails.map((address) => newEmail(address));
  const user: UserRecord = {
    ...USER_DEFAULTS,
    username: fields.username ?? null,
    phones: fields.phones ?? [],
    primaryPhoneId: fields.phones?.[0]?.id ?? null,
    externalAccounts: fields.externalAccounts ?? [],
    banned: fields.banned ?? false,
    lockedUntil: fields.lockedUntil ?? null,
    id: fields.id ?? newId("user"),
    externalId: fields.externalId ?? null,
    firstName: fields.firstName ?? null,
    lastName: fields.lastName ?? null,
    emails,
    primaryEmailId: emails[0]?.id ?? null,
    passwordHash: fields.passwordHash,
    passwordChangedAt: fields.passwordHash === null ? null : now,
    publicMetadata: fields.publicMetadata ?? {},
    privateMetadata: fields.privateMetadata ?? {},
    unsafeMetadata: fields.unsafeMetadata ?? {},
    createdAt: now,
    updatedAt: now,
    lastSignInAt: null,
    lastActiveAt: null,
  };
  store.users.add(user);
  store.changed();
  return user;
}

/** Adds a user and sends `user.created`. */
export function createUser(instance: Instance, fields: NewUser): UserRecord {
  const user = addUser(instance, fields);
  instance.webhooks.send("user.created", backendUser(user));
  return user;
}

/** Changes a user in place and sends `user.updated`. */
export function updateUser(
  instance: Instance,
  user: UserRecord,
  changes: Partial<UserRecord>,
): UserRecord {
  Object.assign(user, changes, { updatedAt: instance.clock.now() });
  if (changes.emails) instance.store.users.readdress(user);
  instance.store.changed();
  instance.webhooks.send("user.updated", backendUser(user));
  return user;
}

/** Gives a user a new password, which completes the task of setting one, and sends `user.updated`. */
export function setPassword(
  instance: Instance,
  user: UserRecord,
  password: string,
  otherChanges: Partial<UserRecord> = {},
): void {
  updateUser(instance, user, {
    ...otherChanges,
    passwordHash: hashPassword(password),
    passwordChangedAt: instance.clock.now(),
  });
  markPassword(instance, user, false);
}

/** Says whether the password is compromised: then, a session that starts is pending until it is changed. */
export function markPassword({ store }: Instance, user: UserRecord, isCompromised: boolean): void {
  user.passwordCompromised = isCompromised;
  for (const session of store.sessions.values()) {
    if (session.userId === user.id && !isCompromised) {
      session.tasks = (session.tasks ?? []).filter((task) => task !== "reset-password");
    }
  }
  store.changed();
}

/** Removes a user with all their sessions and sends `user.deleted`. */
export function deleteUser(instance: Instance, user: UserRecord): void {
  const { store, webhooks } = instance;
  removeFromOrganizations(instance, user);
  store.users.delete(user);
  for (const session of store.sessions.values()) {
    if (session.userId === user.id) store.sessions.delete(session.id);
  }
  for (const client of store.clients.values()) {
    if (client.signIn?.userId === user.id) client.signIn = null;
    if (client.signUp?.createdUserId === user.id) client.signUp = null;
  }
  store.changed();
  webhooks.send("user.deleted", {
    id: user.id,
    object: "user",
    deleted: true,
    external_id: user.externalId,
  });
}
