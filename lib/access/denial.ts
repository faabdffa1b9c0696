import { PLAN_NAMES, ROLE_NAMES } from "~/lib/auth/claims";
import type { Decision, Needs } from "~/lib/auth/policy";

/** Why a visitor may not do something. What a store answers is a `DbError`, never one of these. */
export type Denial =
  | Exclude<Decision, { kind: "allow" }>
  /** A permission check on the data said no, such as "only the team's owner". */
  | { kind: "refused"; message: string }
  | { kind: "too-often"; retryAfterMs: number }
  /** Clerk had to be asked and didn't answer, so nothing is allowed. */
  | { kind: "unconfirmed" };

/** The denial of a permission check on the data. The message is shown to the visitor. */
export function refused(message: string): Denial {
  return { kind: "refused", message };
}

/** What is missing, in a few words: `"Admin access required"`. */
export function describeNeeds({ role, plan }: Needs): string {
  const needs = [role && `${ROLE_NAMES[role]} access`, plan && `the ${PLAN_NAMES[plan]} plan`];
  const text = needs.filter(Boolean).join(" and ") || "Access";
  return `${text.replace(/^the /, "")} required`;
}

interface Description {
  status: number;
  /** For programs. */
  code: string;
  /** For people. */
  message: string;
  /** Whether the same call may be allowed when it is made again. */
  isRetryable?: true;
  retryAfterMs?: number;
}

/** How every surface answers a denial. */
export function describeDenial(denial: Denial): Description {
  switch (denial.kind) {
    case "sign-in":
      return { status: 401, code: "signed-out", message: "Please sign in first" };
    case "onboarding":
      return {
        status: 403,
        code: "onboarding-required",
        message: "Please finish onboarding first",
      };
    case "forbidden":
      return { status: 403, code: "forbidden", message: describeNeeds(denial.needs) };
    case "refused":
      return { status: 403, code: "forbidden", message: denial.message };
    case "no-rule":
      return { status: 404, code: "not-found", message: "Not found" };
    case "too-often": {
      const { retryAfterMs } = denial;
      const seconds = Math.ceil(retryAfterMs / 1_000);
      const message = `That was too much at once. Please try again in ${seconds} ${seconds === 1 ? "second" : "seconds"}.`;
      return { status: 429, code: "rate-limited", message, isRetryable: true, retryAfterMs };
    }
    case "unconfirmed": {
      const message = "We couldn’t check your access just now. Please try again.";
      return { status: 503, code: "access-unconfirmed", message, isRetryable: true };
    }
  }
}
