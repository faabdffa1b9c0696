import { setTimeout as sleep } from "node:timers/promises";
import { Webhook } from "standardwebhooks";
import { randomText } from "./ids.ts";

export type WebhookType = "user.created" | "user.updated" | "user.deleted";

const RETRY_AFTER_MS = [0, 250, 1_000, 4_000, 10_000];
const TIMEOUT_MS = 10_000;

/**
 * Clerk's webhooks: signed with Svix headers, sent in the background, repeated under the same id
 * until the receiver answers 2xx or the tries are used up.
 * https://clerk.com/docs/guides/development/webhooks/overview
 */
export class Webhooks {
  readonly #url: string | undefined;
  readonly #signer: Webhook | undefined;
  readonly #instanceId: string;
  readonly #log: (line: string) => void;
  #pending = new AbortController();

  constructor(
    target: { url: string; secret: string } | undefined,
    instanceId: string,
    log: (line: string) => void,
  ) {
    this.#url = target?.url;
    this.#signer = target && new Webhook(target.secret);
    this.#instanceId = instanceId;
    this.#log = log;
  }

  send(type: WebhookType, data: object): void {
    const url = this.#url;
    const signer = this.#signer;
    if (!url || !signer) return;
    const body = JSON.stringify({
      data,
      object: "event",
      type,
      timestamp: Date.now(),
      instance_id: this.#instanceId,
    });
    void this.#deliver(url, signer, type, body, this.#pending.signal);
  }

  /** Gives up what is still being tried. */
  cancel(): void {
    this.#pending.abort();
    this.#pending = new AbortController();
  }

  async #deliver(
    url: string,
    signer: Webhook,
    type: WebhookType,
    body: string,
    cancelled: AbortSignal,
  ): Promise<void> {
    const id = `msg_${randomText(27)}`;
    let reason = "";
    for (const delay of RETRY_AFTER_MS) {
      try {
        await sleep(delay, undefined, { signal: cancelled, ref: false });
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
        if (response.ok) return;
        reason = `it answered ${response.status}`;
      } catch (error) {
        if (cancelled.aborted) return;
        reason = error instanceof Error ? error.message : String(error);
      }
    }
    this.#log(`The webhook ${type} was not delivered to ${url}: ${reason}.`);
  }
}
