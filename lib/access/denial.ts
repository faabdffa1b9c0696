import { planName, roleName } from "~/lib/auth/explain";
import type { Decision, Needs } from "~/lib/auth/policy";

/** Why a visitor may not do something. A store's failures are `DbError`s; this is never one. */
export type Denial =
  | Exclude<Decision, { kind: "allow" }>
  /** A rule beside the data said no, such as "only the team's owner". */
  | { kind: "refused"; message: string }
  /** Clerk had to be asked and didn't answer, so nothing is allowed. */
  | { kind: "unconfirmed"; retryAfterMs?: number | undefined };

/** The denial of a rule that stands beside the data. The message is shown to the visitor. */
export function refused(message: string): Denial {
  return { kind: "refused", message };
}

const ANSWERS = {
  "sign-in": { status: 401, code: "signed-out" },
  onboarding: { status: 403, code: "onboarding-required" },
  forbidden: { status: 403, code: "forbidden" },
  refused: { status: 403, code: "forbidden" },
  "no-rule": { status: 404, code: "not-found" },
  unconfirmed: { status: 503, code: "access-unconfirmed" },
} as const satisfies Record<Denial["kind"], { status: number; code: string }>;

/** What is missing, in a few words: `"Admin access required"`. */
export function describeNeeds({ role, plan }: Needs): string {
  if (role && plan) return `${roleName(role)} access and the ${planName(plan)} plan required`;
  if (role) return `${roleName(role)} access required`;
  return plan ? `${planName(plan)} plan required` : "Access required";
}

function messageOf(denial: Denial): string {
  switch (denial.kind) {
    case "sign-in":
      return "Please sign in first";
    case "onboarding":
      return "Please finish onboarding first";
    case "forbidden":
      return describeNeeds(denial.needs);
    case "refused":
      return denial.message;
    case "no-rule":
      return "Not found";
    case "unconfirmed":
      return "We couldn’t check your access just now. Please try again.";
  }
}

/** How every surface answers a denial: the HTTP status, a code for programs, a sentence for people. */
export function describeDenial(denial: Denial) {
  return { ...ANSWERS[denial.kind], message: messageOf(denial) };
}
