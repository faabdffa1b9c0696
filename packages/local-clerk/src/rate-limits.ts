import type { Context } from "hono";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { ClerkError } from "./errors.ts";
import { apiOf } from "./fault-injection.ts";
import { caller } from "./frontend/browser.ts";
import type { Env } from "./instance.ts";

/** The Backend API's limit depends on the kind of Clerk instance. */
export const INSTANCE_KINDS = ["development", "production"] as const;
export type InstanceKind = (typeof INSTANCE_KINDS)[number];

const USER_WRITE = /^(?:PATCH|PUT) \/v1\/users\/([^/]+)(?:\/metadata)?$/;

function perTenSeconds(points: number): RateLimiterMemory {
  return new RateLimiterMemory({ points, duration: 10 });
}

/** Clerk's limits: https://clerk.com/docs/guides/how-clerk-works/system-limits */
export class RateLimits {
  readonly #backend: RateLimiterMemory;
  readonly #perUser = perTenSeconds(10);
  readonly #perAddress: readonly [calls: RegExp, limiter: RateLimiterMemory][] = [
    [/^POST \/v1\/client\/sign_ins$/, perTenSeconds(5)],
    [/^POST \/v1\/client\/sign_ups$/, perTenSeconds(5)],
    [/^POST \/v1\/client\/sign_ins\/[^/]+\/attempt_(first|second)_factor$/, perTenSeconds(3)],
    [/^POST \/v1\/client\/sign_ups\/[^/]+\/attempt_verification$/, perTenSeconds(3)],
  ];

  constructor(kind: InstanceKind) {
    this.#backend = perTenSeconds(kind === "production" ? 1_000 : 100);
  }

  #applyingTo(c: Context<Env>): [limiter: RateLimiterMemory, key: string][] {
    const { method, path } = c.req;
    const call = `${method} ${path}`;
    if (apiOf(path, c.req.header("authorization")) === "frontend") {
      const address = caller(c).ip ?? "";
      const applying = this.#perAddress.filter(([calls]) => calls.test(call));
      return applying.map(([, limiter]) => [limiter, address]);
    }
    if (path === "/v1/jwks") return [];
    const user = USER_WRITE.exec(call)?.[1];
    const all: [RateLimiterMemory, string] = [this.#backend, "all"];
    return user === undefined ? [all] : [all, [this.#perUser, user]];
  }

  /** Counts a call; throws 429 with Retry-After when it is one too many. */
  async count(c: Context<Env>): Promise<void> {
    try {
      for (const [limiter, key] of this.#applyingTo(c)) await limiter.consume(key);
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      c.header("retry-after", String(Math.ceil(refusal.msBeforeNext / 1_000)));
      const text = "Too many requests. Please try again in a bit.";
      throw new ClerkError(429, "too_many_requests", "Too many requests", text);
    }
  }
}
