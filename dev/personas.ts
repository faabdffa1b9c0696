import type { Claims } from "../lib/auth/claims.ts";

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

const onboarded = { onboardingComplete: true } as const;

/** One user for each role and each plan, one with the most of both, and one who has just signed up. */
export const PERSONAS: readonly Persona[] = [
  persona("new", {}),
  persona("user", { ...onboarded, role: "user", plan: "free" }),
  persona("moderator", { ...onboarded, role: "moderator", plan: "free" }),
  persona("admin", { ...onboarded, role: "admin", plan: "free" }),
  persona("pro", { ...onboarded, role: "user", plan: "pro" }),
  persona("enterprise", { ...onboarded, role: "user", plan: "enterprise" }),
  persona("owner", { ...onboarded, role: "admin", plan: "enterprise" }),
];

/** What a local user may do, in a few words: `"admin, enterprise"`. */
export function accessOf({ publicMetadata }: Persona): string {
  const { onboardingComplete, role = "user", plan = "free" } = publicMetadata;
  return onboardingComplete ? `${role}, ${plan}` : "not onboarded";
}
