import { claimsSchema } from "~/lib/auth/claims";
import type { UserFilter } from "~/lib/users";

const LAST_PAGE = 10_000;

/** What the query of /admin asks for; whatever makes no sense is left out. */
export function readFilter(parameters: Record<string, string | string[] | undefined>): {
  filter: UserFilter;
  page: number;
} {
  const { q, role, plan, page } = parameters;
  return {
    filter: {
      query: typeof q === "string" ? q.trim().slice(0, 100) : "",
      role: claimsSchema.shape.role.safeParse(role).data ?? null,
      plan: claimsSchema.shape.plan.safeParse(plan).data ?? null,
    },
    page: Math.min(Math.max(1, Math.trunc(Number(page)) || 1), LAST_PAGE),
  };
}
