import { ClerkError, formError } from "./errors.ts";
import type { CodeRecord } from "./records.ts";

/** Clerk's test mode accepts this code. https://clerk.com/docs/guides/development/testing/test-emails-and-phones */
export const TEST_CODE = "424242";

const LIFETIME_MS = 10 * 60_000;

/** "Sends" a code: nothing leaves the machine, the code is always the same. */
export function prepareCode(strategy: CodeRecord["strategy"], emailId: string | null): CodeRecord {
  return { strategy, emailId, attempts: 0, verified: false, expireAt: Date.now() + LIFETIME_MS };
}

/** Marks the code as verified, or throws 422. */
export function attemptCode(code: CodeRecord | null, attempt: string): void {
  if (!code) {
    throw formError("verification_missing", "missing", "No verification was prepared yet.", "code");
  }
  if (code.verified) {
    const text = "This verification has already been verified.";
    throw new ClerkError(400, "verification_already_verified", "already verified", text);
  }
  if (code.expireAt < Date.now()) {
    throw formError(
      "verification_expired",
      "expired",
      "This code has expired. Request a new one.",
      "code",
    );
  }
  code.attempts += 1;
  if (attempt !== TEST_CODE) {
    throw formError("form_code_incorrect", "is incorrect", "Incorrect code", "code");
  }
  code.verified = true;
}
