import type { Instance } from "./instance.ts";
import { TEST_CODE } from "./verification-codes.ts";

/** "Sends" a code to an email address or a phone number: nothing leaves the machine, the log and the inspector have it. */
export function sendCode({ outbox, clock, log }: Instance, to: string): void {
  outbox.add({ to, code: TEST_CODE, sentAt: clock.now() });
  log(`The code for ${to} is ${TEST_CODE}.`);
}
