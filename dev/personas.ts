import { type Claims, PLANS, ROLES } from "../lib/auth/claims.ts";

const PASSWORD = "local-password-1";

export interface Persona {
  id: string;
  email: string;
  password: string;
  firstName: string;
  publicMetadata: Partial<Claims>;
}

function persona(name: string, publicMetadata: Partial<Claims>): Persona {
  return {
    id: `user_local_${name}`,
    email: `${name}@example.com`,
    password: PASSWORD,
    firstName: `${name[0]?.toUpperCase()}${name.slice(1)}`,
    publicMetadata,
  };
}

function last<Level>([first, ...others]: readonly [Level, ...Level[]]): Level {
  return others.at(-1) ?? first;
}

const onboarded = { onboardingComplete: true } as const;

const all = [
  persona("new", {}),
  ...ROLES.map((role) => persona(role, { ...onboarded, role, plan: PLANS[0] })),
  ...PLANS.slice(1).map((plan) => persona(plan, { ...onboarded, role: ROLES[0], plan })),
  persona("owner", { ...onboarded, role: last(ROLES), plan: last(PLANS) }),
];

/**
 * One user for each role and each plan, one with the most of both, and one who has just signed up. A
 * role that is called "owner" has that one.
 */
export const PERSONAS: readonly Persona[] = [...new Map(all.map((one) => [one.id, one])).values()];
/** What a local user may do, in a few words: `"admin, enterprise"`. */
export function accessOf({ publicMetadata }: Persona): string {
  const { onboardingComplete, role = ROLES[0], plan = PLANS[0] } = publicMetadata;
  return onboardingComplete ? `${role}, ${plan}` : "not onboarded";
}
