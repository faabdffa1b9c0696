import type { Plan, Role } from "~/lib/auth/claims";
import type { Decision, Needs } from "~/lib/auth/policy";

const ROLE_NAMES = {
  user: "User",
  moderator: "Moderator",
  admin: "Admin",
} as const satisfies Record<Role, string>;
const PLAN_NAMES = { free: "Free", pro: "Pro", enterprise: "Enterprise" } as const satisfies Record<
  Plan,
  string
>;

export function roleName(role: Role): string {
  return ROLE_NAMES[role];
}

export function planName(plan: Plan): string {
  return PLAN_NAMES[plan];
}

/** What is missing, in a few words: `"Admin access required"`. */
export function describeNeeds({ role, plan }: Needs): string {
  if (role && plan) return `${roleName(role)} access and the ${planName(plan)} plan required`;
  if (role) return `${roleName(role)} access required`;
  return plan ? `${planName(plan)} plan required` : "Access required";
}

/** Who can give a visitor what they lack, one sentence for each part. */
export function howToGet({ role, plan }: Needs): string[] {
  return [
    ...(role ? [`An admin of this workspace can give you the ${ROLE_NAMES[role]} role.`] : []),
    ...(plan ? [`It comes with the ${PLAN_NAMES[plan]} plan; an admin can change yours.`] : []),
  ];
}

/** The error of an action or API call that was refused. */
export function describeDenial(decision: Exclude<Decision, { kind: "allow" }>): string {
  switch (decision.kind) {
    case "sign-in":
      return "Please sign in first";
    case "onboarding":
      return "Please finish onboarding first";
    case "forbidden":
      return describeNeeds(decision.needs);
    case "no-rule":
      return "Not found";
  }
}
