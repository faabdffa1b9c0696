import { newId } from "./ids.ts";
import type { Instance } from "./instance.ts";
import type { WaitlistRecord } from "./instance-records.ts";

export function findOnWaitlist({ store }: Instance, email: string): WaitlistRecord | undefined {
  return [...store.records.waitlist.values()].find((entry) => entry.email === email);
}

/** The entry of the address: a new one, or the one that is there. */
export function joinWaitlist(instance: Instance, email: string): WaitlistRecord {
  const known = findOnWaitlist(instance, email);
  if (known) return known;
  const now = Date.now();
  const entry: WaitlistRecord = {
    id: newId("waitlist"),
    email,
    status: "pending",
    invitationId: null,
    createdAt: now,
    updatedAt: now,
  };
  instance.store.records.waitlist.set(entry.id, entry);
  instance.store.changed();
  return entry;
}

/** Completes the entry of somebody who has signed up. */
export function joinedFromWaitlist(instance: Instance, email: string): void {
  const entry = findOnWaitlist(instance, email);
  if (!entry) return;
  entry.status = "completed";
  entry.updatedAt = Date.now();
}
