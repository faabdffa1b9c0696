import type { Instance } from "./instance.ts";
import { TEST_CODE } from "./verification-codes.ts";

/** "Sends" a code to an email address or a phone number: nothing leaves the machine, the log has it. */
export function sendCode({ log }: Instance, to: string): void {
  log(`The code for ${to} is ${TEST_CODE}.`);
}
