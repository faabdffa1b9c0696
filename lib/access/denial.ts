import { PLAN_NAMES, ROLE_NAMES } from "~/lib/auth/claims";
import type { Decision, Needs } from "~/lib/auth/policy";

/** Why a visitor may not do something. What a store answers is a `DbError`, never one of these. */
export type Denial =
  | Exclude<Decision, { kind: "allow" }>
  /** A rule beside the data said no, such as "only the team's owner". */
  | { kind: "refused"; message: string }
  /** Clerk had to be asked and didn't answer, so nothing is allowed. */
  | { kind: "unconfirmed" };

/** The denial of a rule beside the data. The message is shown to the visitor. */
export function refused(message: string): Denial {
  return { kind: "refused", message };
}

/** What is missing, in a few words: `"Admin access required"`. */
export function describeNeeds({ role, plan }: Needs): string {
  const needs = [role && `${ROLE_NAMES[role]} access`, plan && `the ${PLAN_NAMES[plan]} plan`];
  const text = needs.filter(Boolean).join(" and ") || "Access";
  return `${text.replace(/^the /, "")} required`;
}

/** How every surface answers a denial: the HTTP status, a code for programs, a sentence for people. */
export function describeDenial(denial: Denial): { status: number; code: string; message: string } {
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
    case "unconfirmed": {
      const message = "We couldn’t check your access just now. Please try again.";
      return { status: 503, code: "access-unconfirmed", message };
    }
  }
}
