import "server-only";
import { z } from "zod";
import { callClerk } from "~/lib/calls/call-clerk";
import { withDeadline } from "~/lib/calls/deadline";
import { firestore } from "~/lib/firebase/admin";
import { collection } from "~/lib/firebase/collection";
import type { Result } from "~/lib/firebase/errors";
import { createLogger } from "~/lib/logger";

const DEADLINE_MS = 2_000;
/** However often it is asked, Clerk and Firestore are asked once in this time. */
const REUSE_MS = 10_000;

export type Readiness = Record<"clerk" | "firestore", "up" | "down">;

/** `callService` logs what fails, also after the deadline here. */
async function stateOf(call: () => Promise<Result<unknown>>): Promise<"up" | "down"> {
  const [error] = await withDeadline(call, DEADLINE_MS).catch((late: unknown) => [late]);
  return error ? "down" : "up";
}

async function readFirestore(): Promise<"up" | "down"> {
  // Loading the SDK can take seconds on a busy machine, and is no delay of Firestore's.
  await firestore().catch(() => null);
  // There is no such document: a read of nothing still needs the key and the database.
  return stateOf(() => collection("health", z.object({})).read("ready"));
}

async function ask(): Promise<Readiness> {
  const log = createLogger({ module: "readiness" });
  const limits = { resource: "clerk/jwks", log, attemptMs: DEADLINE_MS, totalMs: DEADLINE_MS };
  const [clerk, database] = await Promise.all([
    // Needs the secret key, and nothing of any user.
    stateOf(() => callClerk(({ jwks }) => jwks.getJwks(), { ...limits, retries: 0 })),
    readFirestore(),
  ]);
  return { clerk, firestore: database };
}

let last: { at: number; answer: Promise<Readiness> } | undefined;

/** Whether Clerk and Firestore answer this app within 2 s. What it says is up to 10 s old. */
export function readiness(): Promise<Readiness> {
  // Not Date.now(): a clock that is set back would keep an answer for as long.
  const now = performance.now();
  if (!last || now - last.at > REUSE_MS) last = { at: now, answer: ask() };
  return last.answer;
}
