import { Badge, type BadgeVariant } from "~/components/ui/badge";
import type { Plan } from "~/lib/auth/claims";
import { planName } from "~/lib/auth/explain";

const VARIANTS = {
  free: "secondary",
  pro: "default",
  enterprise: "violet",
} as const satisfies Record<Plan, BadgeVariant>;

/** A plan as a badge. Renders on the server: pass the plan from the session's claims. */
export function PlanBadge({ plan }: { plan: Plan }) {
  return <Badge variant={VARIANTS[plan]}>{planName(plan)} plan</Badge>;
}
