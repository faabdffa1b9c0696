import { z } from "zod";

/**
 * A failure that a local service shows on purpose. It waits `delayMs` first; then, in this order,
 * `hang` never answers, `dropConnection` closes the socket, `truncate` closes it in the middle of a
 * JSON answer (HTTP), `status` (HTTP) or `code` (gRPC) answers with that error. With `delayMs` alone
 * the call is slow but succeeds.
 */
export const faultSchema = z.strictObject({
  /**
   * `"PATCH /v1/users/*"` for HTTP (method and path); for gRPC `"Commit"` (method), or
   * `"Commit *onboarding/user_1"` (method and document). `*` is any run of characters.
   */
  match: z.string().min(1).max(200),
  status: z.int().min(200).max(599).optional(),
  code: z.int().min(1).max(16).optional(),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.json().optional(),
  delayMs: z.int().min(0).max(600_000).optional(),
  hang: z.boolean().optional(),
  dropConnection: z.boolean().optional(),
  truncate: z.boolean().optional(),
  /** How many matching calls it hits; without it, all of them until the faults are cleared. */
  times: z.int().min(1).optional(),
});

export type Fault = z.infer<typeof faultSchema>;

function globToRegExp(glob: string): RegExp {
  const literal = glob.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${literal.join(".*")}$`);
}

/** The faults that are switched on, shared by all local services; the oldest that matches is used. */
export class Faults {
  #active: { fault: Fault; pattern: RegExp; left: number }[] = [];

  add(fault: Fault): void {
    this.#active.push({
      fault,
      pattern: globToRegExp(fault.match),
      left: fault.times ?? Number.POSITIVE_INFINITY,
    });
  }

  /** Switches all of them off, or those with this `match`. */
  clear(match?: string): void {
    this.#active = this.#active.filter(({ fault }) => match !== undefined && fault.match !== match);
  }

  list(): Fault[] {
    return this.#active.map(({ fault }) => fault);
  }

  /**
   * The fault for this call, counted as used, or undefined.
   * @param targets what the call may be matched by
   */
  take(...targets: string[]): Fault | undefined {
    const hit = this.#active.find(({ pattern }) => targets.some((target) => pattern.test(target)));
    if (!hit) return undefined;
    hit.left -= 1;
    if (hit.left <= 0) this.#active = this.#active.filter((active) => active !== hit);
    return hit.fault;
  }
}
