import { z } from "zod";
import { emailText, metadataSchema } from "../body.ts";
import { formError } from "../errors.ts";
import {
  checkExternalId,
  checkFeature,
  checkPhoneIsFree,
  checkUsername,
  newPhone,
  phoneText,
} from "../identifiers.ts";
import type { Instance } from "../instance.ts";
import { checkPassword, hashPassword } from "../passwords.ts";
import type { UserRecord } from "../records.ts";
import { LOCKOUT_MS } from "../user-state.ts";
import { checkEmailIsFree, createUser } from "../users.ts";
import { metadataChanges } from "./user-metadata.ts";

/** "Verified" is the default; Clerk's other kind, reserved, answers 501. */
const verifiedOnly = z.array(z.literal("verified")).optional();

export const createUserBody = z.strictObject({
  email_address: z.array(emailText).optional(),
  email_address_identification_status: verifiedOnly,
  phone_number: z.array(phoneText).optional(),
  phone_number_identification_status: verifiedOnly,
  username: z.string().nullable().optional(),
  password: z.string().optional(),
  skip_password_checks: z.boolean().optional(),
  skip_password_requirement: z.boolean().optional(),
  skip_legal_checks: z.boolean().optional(),
  first_name: z.string().nullable().optional(),
  last_name: z.string().nullable().optional(),
  external_id: z.string().nullable().optional(),
  created_at: z.iso.datetime().optional(),
  banned: z.boolean().optional(),
  locked: z.boolean().optional(),
  public_metadata: metadataSchema.optional(),
  private_metadata: metadataSchema.optional(),
  unsafe_metadata: metadataSchema.optional(),
});
type Body = z.infer<typeof createUserBody>;

function missing(param: string) {
  const text = `["${param}"] data doesn't match user requirements set for this instance`;
  return formError("form_data_missing", "missing data", text, param);
}

/** Throws 422 unless the body has what this instance asks of a user. */
function checkComplete({ settings }: Instance, body: Body): void {
  const { email_address = [], phone_number = [], username } = body;
  // With other identifiers than an address, any of them is enough.
  const hasOther = phone_number.length > 0 || Boolean(username);
  if (email_address.length === 0 && !(hasOther && settings.features.size > 0)) {
    throw missing("email_address");
  }
  if (body.password === undefined && !body.skip_password_requirement) throw missing("password");
}

/** Throws 422 when somebody has one of the new user's names. */
function checkFree(instance: Instance, body: Body): void {
  const { email_address = [], phone_number = [], username, external_id } = body;
  if (phone_number.length > 0) checkFeature(instance, "phone", "phone_number");
  if (username) {
    checkFeature(instance, "username", "username");
    checkUsername(instance, username);
  }
  for (const address of email_address) checkEmailIsFree(instance, address);
  for (const number of phone_number) checkPhoneIsFree(instance, number);
  if (external_id) checkExternalId(instance, external_id);
}

/** Makes the user that a Backend API call asks for, and sends `user.created`. */
export function createUserFrom(instance: Instance, body: Body): UserRecord {
  checkComplete(instance, body);
  checkFree(instance, body);
  const metadata = metadataChanges(body, (_, value) => value);
  if (body.password !== undefined && !body.skip_password_checks) checkPassword(body.password);
  return createUser(instance, {
    emails: body.email_address ?? [],
    phones: (body.phone_number ?? []).map((number) => newPhone(number)),
    username: body.username ? checkUsername(instance, body.username) : null,
    passwordHash: body.password === undefined ? null : hashPassword(body.password),
    firstName: body.first_name,
    lastName: body.last_name,
    externalId: body.external_id,
    createdAt: body.created_at === undefined ? undefined : Date.parse(body.created_at),
    banned: body.banned,
    lockedUntil: body.locked ? Date.now() + LOCKOUT_MS : null,
    publicMetadata: metadata.publicMetadata,
    privateMetadata: metadata.privateMetadata,
    unsafeMetadata: metadata.unsafeMetadata,
  });
}
