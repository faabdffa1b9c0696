import { ClerkError } from "./errors.ts";
import type { UserRecord } from "./records.ts";

/** Clerk's default. https://clerk.com/docs/guides/secure/user-lockout */
export const LOCKOUT_MS = 60 * 60_000;

export function isLocked(user: UserRecord): boolean {
  return user.lockedUntil !== null && user.lockedUntil > Date.now();
}

export function lockoutSeconds(user: UserRecord): number | null {
  if (user.lockedUntil === null || !isLocked(user)) return null;
  return Math.ceil((user.lockedUntil - Date.now()) / 1_000);
}

/** Throws 403 when the user is banned or locked. */
export function checkMaySignIn(user: UserRecord): void {
  if (user.banned) {
    const text = "You have been banned. If you think this was by mistake, please contact support.";
    throw new ClerkError(403, "user_banned", "User banned", text);
  }
  const seconds = lockoutSeconds(user);
  if (seconds !== null) {
    const text = `Your account is locked. You will be able to try again in ${Math.ceil(seconds / 60)} minutes. For more information, please contact support.`;
    throw new ClerkError(403, "user_locked", "Account locked", text);
  }
}
