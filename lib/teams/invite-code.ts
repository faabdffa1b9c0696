import "server-only";
import { randomInt } from "node:crypto";
import { createLimit } from "~/lib/limit";

/** No 0, O, 1, I or L: people read codes to each other. */
const ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
const LENGTH = 8;

export const INVITE_CODE_PATTERN = new RegExp(`^[${ALPHABET}]{${LENGTH}}$`);

export function newInviteCode(): string {
  return Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
}

const waitAfterTry = createLimit("invite-code", { points: 10, duration: 60 });

/** Counts one try of a code. Returns 0, or the seconds to wait after ten tries in a minute. */
export async function countTry(userId: string): Promise<number> {
  return Math.ceil((await waitAfterTry(userId)) / 1_000);
}
