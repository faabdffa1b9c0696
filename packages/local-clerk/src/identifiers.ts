import { z } from "zod";
import { formError } from "./errors.ts";
import type { Feature } from "./features.ts";
import { newId } from "./ids.ts";
import type { Instance } from "./instance.ts";
import type { PhoneRecord, UserRecord } from "./records.ts";
import { findUserByEmail } from "./users.ts";

export const USERNAME_LENGTH = { min_length: 4, max_length: 64 } as const;

/** E.164, however it is written: `+1 (555) 555-0100` is `+15555550100`. */
export const phoneText = z
  .string()
  .transform((text) => text.replace(/[\s().-]/g, ""))
  .pipe(
    z
      .string()
      .regex(
        /^\+[1-9]\d{6,14}$/,
        "must be a valid phone number according to E.164 international standard",
      ),
  );

/** Throws 422, as Clerk does for a field that the instance has not. */
export function checkFeature({ settings }: Instance, feature: Feature, param: string): void {
  if (settings.features.has(feature)) return;
  const text = `${param} is not a valid parameter for this request.`;
  throw formError("form_param_unknown", "is unknown", text, param);
}

export function findUserByPhone({ store }: Instance, number: string): UserRecord | undefined {
  return [...store.users.values()].find((user) =>
    user.phones.some((phone) => phone.verified && phone.number === number),
  );
}

function findUserByUsername({ store }: Instance, username: string): UserRecord | undefined {
  const wanted = username.toLowerCase();
  return [...store.users.values()].find((user) => user.username === wanted);
}

/** The user with this email address, phone number or username. */
export function findUserByIdentifier(
  instance: Instance,
  identifier: string,
): UserRecord | undefined {
  const phone = phoneText.safeParse(identifier);
  return (
    findUserByEmail(instance, identifier) ??
    findUserByUsername(instance, identifier) ??
    (phone.success ? findUserByPhone(instance, phone.data) : undefined)
  );
}

function taken(what: string, param: string) {
  const text = `That ${what} is taken. Please try another.`;
  return formError("form_identifier_exists", text, text, param);
}

/** Throws 422 when somebody has the number. */
export function checkPhoneIsFree(instance: Instance, number: string): void {
  if (findUserByPhone(instance, number)) throw taken("phone number", "phone_number");
}

/** The username as Clerk keeps it, in lower case; throws 422 when it doesn't fit or somebody else has it. */
export function checkUsername(instance: Instance, text: string, user?: UserRecord): string {
  const username = text.trim().toLowerCase();
  const { min_length: min, max_length: max } = USERNAME_LENGTH;
  if (username.length < min || username.length > max) {
    const message = `Your username must be between ${min} and ${max} characters long.`;
    throw formError("form_username_invalid_length", message, message, "username");
  }
  if (!/^[a-z0-9_-]+$/.test(username)) {
    const message = "Your username can only contain letters, numbers and '_' or '-'.";
    throw formError("form_username_invalid_character", message, message, "username");
  }
  const owner = findUserByUsername(instance, username);
  if (owner && owner !== user) throw taken("username", "username");
  return username;
}

/** Throws 422 when another user has this id of the app's own. */
export function checkExternalId({ store }: Instance, externalId: string, user?: UserRecord): void {
  const owner = [...store.users.values()].find((one) => one.externalId === externalId);
  if (owner && owner !== user) throw taken("external ID", "external_id");
}

export function newPhone(number: string, verified = true): PhoneRecord {
  return { id: newId("phone"), number, verified };
}
