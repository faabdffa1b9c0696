import { z } from "zod";
import { emailText, metadataSchema } from "./body.ts";
import type { Instance } from "./instance.ts";
import { hashPassword } from "./passwords.ts";
import { addUser } from "./users.ts";

export const seedUserSchema = z.strictObject({
  id: z.string().regex(/^user_[\w-]+$/, "must be user_ and then letters, digits, _ or -"),
  email: emailText,
  password: z.string().min(8).max(72),
  firstName: z.string().optional(),
  lastName: z.string().optional(),
  publicMetadata: metadataSchema.optional(),
  privateMetadata: metadataSchema.optional(),
  unsafeMetadata: metadataSchema.optional(),
  createdAt: z.int().optional(),
});

export interface SeedUser {
  id: string;
  email: string;
  password: string;
  firstName?: string | undefined;
  lastName?: string | undefined;
  publicMetadata?: Record<string, unknown> | undefined;
  privateMetadata?: Record<string, unknown> | undefined;
  unsafeMetadata?: Record<string, unknown> | undefined;
  /** When they signed up, in milliseconds since 1970; now unless given. */
  createdAt?: number | undefined;
}

/**
 * Adds the users whose ids are not there yet, without webhooks. Returns how many. One whose address
 * another user has is left out, and the log says so.
 */
export function seedUsers(instance: Instance, users: readonly SeedUser[]): number {
  let added = 0;
  // Hashing is slow on purpose: one password of a crowd is hashed once.
  const hashes = new Map<string, string>();
  for (const { email, password, ...user } of users) {
    if (instance.store.users.has(user.id)) continue;
    const [owner] = instance.store.users.withAddress(email);
    if (owner) {
      instance.log(`${user.id} is not added: ${email} belongs to ${owner.id}.`);
      continue;
    }
    const passwordHash = hashes.get(password) ?? hashPassword(password);
    hashes.set(password, passwordHash);
    addUser(instance, { ...user, emails: [email], passwordHash });
    added += 1;
  }
  return added;
}
