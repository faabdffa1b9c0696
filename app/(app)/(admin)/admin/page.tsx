import type { Metadata } from "next";
import { z } from "zod";
import { LoadFailure } from "~/components/site/load-failure";
import { PageTitle } from "~/components/site/page-title";
import { ButtonLink } from "~/components/ui/button";
import { requireAccess } from "~/lib/access/require-access";
import { findUsers, type UserFilter } from "~/lib/admin/find-users";
import { claimsSchema } from "~/lib/auth/claims";
import { FilterForm } from "./filter-form";
import { UserTable } from "./user-table";

export const metadata: Metadata = { title: "Admin" };

/** What makes no sense in the URL is ignored. */
const parametersSchema = z.object({
  q: z.string().trim().max(100).catch(""),
  role: claimsSchema.shape.role.optional().catch(undefined),
  plan: claimsSchema.shape.plan.optional().catch(undefined),
  offset: z.coerce.number().int().min(0).max(1_000_000).catch(0),
});

export default async function AdminPage({ searchParams }: PageProps<"/admin">) {
  const { userId } = await requireAccess("/admin");
  const { q: query, role, plan, offset } = parametersSchema.parse(await searchParams);
  const filter = { query, role, plan };
  return (
    <div className="space-y-6">
      <PageTitle title="Users">
        All users, newest first. Select one to change their access.
      </PageTitle>
      <FilterForm key={JSON.stringify(filter)} filter={filter} />
      <Users filter={filter} offset={offset} selfId={userId} />
    </div>
  );
}

async function Users(props: { filter: UserFilter; offset: number; selfId: string }) {
  const { filter, offset, selfId } = props;
  const [error, found] = await findUsers(filter, offset);
  if (error) return <LoadFailure error={error} />;
  const { users, next, total } = found;
  const { query, role, plan } = filter;
  const more = new URLSearchParams({
    ...(query && { q: query }),
    ...(role && { role }),
    ...(plan && { plan }),
    offset: String(next),
  });
  const end = next ?? total;
  const place = offset > 0 ? `users ${offset + 1}–${end}` : `the newest ${end}`;
  return (
    <>
      <p className="text-sm text-muted-foreground" role="status">
        {users.length === 1 ? "1 user" : `${users.length} users`}
        {users.length === total ? "" : ` among ${place} of ${total}`}
        {query ? ` found for “${query}”` : ""}
      </p>
      <UserTable users={users} selfId={selfId} />
      {next ? (
        <ButtonLink href={`/admin?${more}`} prefetch={false} variant="outline">
          Load more
        </ButtonLink>
      ) : null}
    </>
  );
}
