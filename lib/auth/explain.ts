import type { Plan, Role } from "~/lib/auth/claims";
import type { Needs } from "~/lib/auth/policy";

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

/** Who can give a visitor what they lack, one sentence for each part. */
export function howToGet({ role, plan }: Needs): string[] {
  return [
    ...(role ? [`An admin of this workspace can give you the ${ROLE_NAMES[role]} role.`] : []),
    ...(plan ? [`It comes with the ${PLAN_NAMES[plan]} plan; an admin can change yours.`] : []),
  ];
}
