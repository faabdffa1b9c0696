import { type Claims, PLAN_NAMES, ROLE_NAMES } from "~/lib/auth/claims";

/** What a visitor whose claims have changed is told, one sentence for each; none where nothing is. */
export function describeChanges(before: Claims, after: Claims): string[] {
  return [
    ...(before.role === after.role ? [] : [`You now have the ${ROLE_NAMES[after.role]} role`]),
    ...(before.plan === after.plan ? [] : [`You are now on the ${PLAN_NAMES[after.plan]} plan`]),
    ...(before.teamId === after.teamId
      ? []
      : [after.teamId ? "You're now on a team" : "You're no longer on a team"]),
    ...(before.onboardingComplete && !after.onboardingComplete
      ? ["Please finish onboarding again"]
      : []),
  ];
}
