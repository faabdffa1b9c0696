import { setTimeout as sleep } from "node:timers/promises";
import { Webhook } from "standardwebhooks";
import { randomText } from "./ids.ts";

export type WebhookType =
  | `user.${"created" | "updated" | "deleted"}`
  | `organization.${"created" | "updated" | "deleted"}`
  | `organizationMembership.${"created" | "updated" | "deleted"}`
  | `organizationInvitation.${"created" | "accepted" | "revoked"}`
  | `organizationDomain.${"created" | "updated" | "deleted"}`;

/** One event, with what became of it. */
interface Delivery {
  id: string;
  type: WebhookType;
  body: string;
  /** Milliseconds since 1970. */
  createdAt: number;
  tries: number;
  outcome: "on its way" | "delivered" | "given up";
  /** Why the last try failed. */
  reason: string;
}

const KEPT = 200;

const RETRY_AFTER_MS = [0, 250, 1_000, 4_000, 10_000];
const TIMEOUT_MS = 10_000;

/**
 * Clerk's webhooks: signed with Svix headers, sent in the background, repeated under the same id
 * until the receiver answers 2xx or the tries are used up.
 * https://clerk.com/docs/guides/development/webhooks/overview
 */
export class Webhooks {
  /** Where events go; nowhere without it. */
  readonly url: string | undefined;
  readonly #signer: Webhook | undefined;
  readonly #instanceId: string;
  readonly #log: (line: string) => void;
  #pending = new AbortController();
  #deliveries: Delivery[] = [];

  constructor(
    target: { url: string; secret: string } | undefined,
    instanceId: string,
    log: (line: string) => void,
  ) {
    this.url = target?.url;
    this.#signer = target && new Webhook(target.secret);
    this.#instanceId = instanceId;
    this.#log = log;
  }

  send(type: WebhookType, data: object): void {
    if (!this.url) return;
    const createdAt = Date.now();
    const body = JSON.stringify({
      data,
      object: "event",
      type,
      timestamp: createdAt,
      instance_id: this.#instanceId,
    });
    const delivery: Delivery = {
      ...{ id: `msg_${randomText(27)}`, type, body, createdAt },
      ...{ tries: 0, outcome: "on its way", reason: "" },
    };
    this.#deliveries = [...this.#deliveries, delivery].slice(-KEPT);
    void this.#deliver(delivery);
  }

  /** The last events, newest last. */
  deliveries(): readonly Delivery[] {
    return this.#deliveries;
  }

  /** Sends one again under its id, whatever became of it; nothing where it is not known. */
  resend(id: string): void {
    const delivery = this.#deliveries.find((one) => one.id === id);
    if (!delivery) return;
    delivery.outcome = "on its way";
    void this.#deliver(delivery);
  }

  /** Gives up what is still being tried. */
  cancel(): void {
    this.#pending.abort();
    this.#pending = new AbortController();
  }

  /** Back to the start: nothing was sent, and nothing is. */
  forget(): void {
    this.cancel();
    this.#deliveries = [];
  }

  async #deliver(delivery: Delivery): Promise<void> {
    const { url } = this;
    const signer = this.#signer;
    if (!url || !signer) return;
    const { id, type, body } = delivery;
    const cancelled = this.#pending.signal;
    for (const delay of RETRY_AFTER_MS) {
      try {
        await sleep(delay, undefined, { signal: cancelled, ref: false });
        delivery.tries += 1;
        const sentAt = new Date();
        const response = await fetch(url, {
          method: "POST",
          headers: {
            "content-type": "application/json",
            "svix-id": id,
            "svix-timestamp": String(Math.floor(sentAt.getTime() / 1000)),
            "svix-signature": signer.sign(id, sentAt, body),
          },
          body,
          redirect: "manual",
          signal: AbortSignal.any([cancelled, AbortSignal.timeout(TIMEOUT_MS)]),
        });
        await response.body?.cancel();
        if (response.ok) {
          Object.assign(delivery, { outcome: "delivered", reason: "" });
          return;
        }
        delivery.reason = `it answered ${response.status}`;
      } catch (error) {
        if (cancelled.aborted) return;
        delivery.reason = error instanceof Error ? error.message : String(error);
      }
    }
    delivery.outcome = "given up";
    this.#log(`The webhook ${type} was not delivered to ${url}: ${delivery.reason}.`);
  }
}
