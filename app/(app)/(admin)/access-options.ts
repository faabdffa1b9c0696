import { PLAN_NAMES, PLANS, ROLE_NAMES, ROLES } from "~/lib/auth/claims";

export const ROLE_OPTIONS = ROLES.map((value) => ({ value, label: ROLE_NAMES[value] }));
export const PLAN_OPTIONS = PLANS.map((value) => ({ value, label: PLAN_NAMES[value] }));
