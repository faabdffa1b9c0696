import { PLANS, ROLES } from "../../lib/auth/claims.ts";

/*
 * For tests that need some role or plan: these exist whatever an app calls them, so a test of the
 * core needn't change with lib/auth/claims.ts.
 */
function last<Level>([first, ...others]: readonly [Level, ...Level[]]): Level {
  return others.at(-1) ?? first;
}

export const TOP_ROLE = last(ROLES);
export const TOP_PLAN = last(PLANS);
