import { Badge, type BadgeTone } from "~/components/ui/badge";
import type { Plan } from "~/lib/auth/claims";
import { planName } from "~/lib/auth/explain";

const TONES = { free: "neutral", pro: "accent", enterprise: "violet" } as const satisfies Record<
  Plan,
  BadgeTone
>;

/** A plan as a badge. Renders on the server: pass the plan from the session's claims. */
export function PlanBadge({ plan }: { plan: Plan }) {
  return <Badge tone={TONES[plan]}>{planName(plan)} plan</Badge>;
}
