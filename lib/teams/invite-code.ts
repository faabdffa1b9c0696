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

/** Counts one try of a code by this user. */
export const countTry = createLimit("invite-code", { points: 10, duration: 60 });
