import { Badge, type BadgeVariant } from "~/components/ui/badge";
import { PLAN_NAMES, type Plan } from "~/lib/auth/claims";

const VARIANTS = {
  free: "secondary",
  pro: "default",
  enterprise: "violet",
} as const satisfies Record<Plan, BadgeVariant>;

/** A plan as a badge. Renders on the server: pass the plan from the session's claims. */
export function PlanBadge({ plan }: { plan: Plan }) {
  return <Badge variant={VARIANTS[plan]}>{PLAN_NAMES[plan]} plan</Badge>;
}
