import {
  CLAIM_NAMES,
  type ClaimName,
  type Claims,
  PLAN_NAMES,
  ROLE_NAMES,
} from "~/lib/auth/claims";

/** What is said of a claim that has changed, or null for nothing. */
const SENTENCES: Record<ClaimName, (after: Claims) => string | null> = {
  role: ({ role }) => `You now have the ${ROLE_NAMES[role]} role`,
  plan: ({ plan }) => `You're now on the ${PLAN_NAMES[plan]} plan`,
  onboardingComplete: ({ onboardingComplete }) =>
    onboardingComplete ? null : "Please finish onboarding again",
  teamId: ({ teamId }) => (teamId ? "You're now on a team" : "You're no longer on a team"),
};

/** What a visitor whose claims have changed is told, one sentence for each; none where nothing is. */
export function describeChanges(before: Claims, after: Claims): string[] {
  return CLAIM_NAMES.filter((name) => before[name] !== after[name]).flatMap(
    (name) => SENTENCES[name](after) ?? [],
  );
}
