import { PLANS, ROLES } from "~/lib/auth/claims";
import { planName, roleName } from "~/lib/auth/explain";

export const ROLE_OPTIONS = ROLES.map((value) => ({ value, label: roleName(value) }));
export const PLAN_OPTIONS = PLANS.map((value) => ({ value, label: planName(value) }));
