import { randomBytes, scryptSync, timingSafeEqual } from "node:crypto";
import { formError } from "./errors.ts";
import { isLeaked } from "./password-strength.ts";

/** Cheap on purpose: these passwords protect nothing, and tests make hundreds of them. */
const COST = { N: 1024, r: 8, p: 1 };
export const MIN_LENGTH = 8;
export const MAX_LENGTH = 72;

export function hashPassword(password: string): string {
  const salt = randomBytes(16);
  return `${salt.toString("base64url")}.${scryptSync(password, salt, 32, COST).toString("base64url")}`;
}

export function passwordMatches(password: string, hash: string | null): boolean {
  const [salt, key] = hash?.split(".") ?? [];
  if (!salt || !key) return false;
  const expected = Buffer.from(key, "base64url");
  return timingSafeEqual(scryptSync(password, Buffer.from(salt, "base64url"), 32, COST), expected);
}

/** Throws 422 unless the password has a length that Clerk accepts, and isn't one that everybody tries. */
export function checkPassword(password: string, param = "password"): void {
  if (password.length < MIN_LENGTH) {
    const text = `Passwords must be ${MIN_LENGTH} characters or more.`;
    throw formError("form_password_length_too_short", text, text, param);
  }
  if (Buffer.byteLength(password) > MAX_LENGTH) {
    const text = `Passwords must be fewer than ${MAX_LENGTH} characters.`;
    throw formError("form_password_length_too_long", text, text, param);
  }
  if (isLeaked(password)) {
    const text =
      "Password has been found in an online data breach. For account safety, please use a different password.";
    throw formError("form_password_pwned", text, text, param);
  }
}
