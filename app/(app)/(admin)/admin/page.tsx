import type { Metadata, Route } from "next";
import { z } from "zod";
import { LoadFailure } from "~/components/site/load-failure";
import { PageTitle } from "~/components/site/page-title";
import { Pagination } from "~/components/site/pagination";
import { ButtonLink } from "~/components/ui/button-link";
import { Empty } from "~/components/ui/empty";
import { requireAccess } from "~/lib/access/require-access";
import { findUsers, USER_SORTS } from "~/lib/admin/find-users";
import { claimsSchema } from "~/lib/auth/claims";
import { FilterForm } from "./filter-form";
import { UserTable } from "./user-table";

export const metadata: Metadata = {
  title: "Users",
  description: "Find users, and change their role and plan.",
};

/** What makes no sense in the URL is ignored. */
const parametersSchema = z.object({
  q: z.string().trim().max(100).catch(""),
  role: z.optional(claimsSchema.shape.role).catch(undefined),
  plan: z.optional(claimsSchema.shape.plan).catch(undefined),
  sort: z.enum(USER_SORTS).catch("newest"),
  offset: z.coerce.number().int().min(0).max(1_000_000).catch(0),
});

type Parameters = z.infer<typeof parametersSchema>;

/** This page with other parameters; those that say nothing are left out. */
function address({ q, role, plan, sort, offset }: Parameters): Route {
  const query = new URLSearchParams({
    ...(q && { q }),
    ...(role && { role }),
    ...(plan && { plan }),
    ...(sort !== "newest" && { sort }),
    ...(offset > 0 && { offset: String(offset) }),
  });
  return query.size > 0 ? `/admin?${query}` : "/admin";
}

export default async function AdminPage({ searchParams }: PageProps<"/admin">) {
  const { userId } = await requireAccess("/admin");
  const parameters = parametersSchema.parse(await searchParams);
  const { q: query, role, plan, sort } = parameters;
  return (
    <div className="space-y-6">
      <PageTitle title="Users">All users. Select one to change their access.</PageTitle>
      <FilterForm key={address(parameters)} filter={{ query, role, plan, sort }} />
      <Users parameters={parameters} selfId={userId} />
    </div>
  );
}

async function Users({ parameters, selfId }: { parameters: Parameters; selfId: string }) {
  const { q: query, role, plan, sort, offset } = parameters;
  const [error, found] = await findUsers({ query, role, plan, sort }, offset);
  if (error) return <LoadFailure error={error} />;
  const { users, next, total } = found;
  const end = next ?? total;
  const isAll = offset === 0 && end === total;
  const place = offset > 0 ? `users ${offset + 1}–${end}` : `the first ${end}`;
  const count = users.length === 1 ? "1 user" : `${users.length} users`;
  const range =
    role || plan ? `${count} among ${place} of ${total}` : `Users ${offset + 1}–${end} of ${total}`;
  return (
    <>
      <p className="text-sm text-muted-foreground" role="status">
        {isAll ? count : range}
        {query ? ` found for “${query}”` : ""}
      </p>
      {users.length > 0 ? (
        <UserTable
          users={users}
          selfId={selfId}
          sort={sort}
          sorted={(sort) => address({ ...parameters, sort, offset: 0 })}
        />
      ) : (
        <Empty title="No users match">
          <ButtonLink href="/admin" variant="outline" size="sm">
            Show all users
          </ButtonLink>
        </Empty>
      )}
      <Pagination
        previous={offset > 0 ? address({ ...parameters, offset: 0 }) : null}
        next={next ? address({ ...parameters, offset: next }) : null}
        labels={["First", "Next"]}
      />
    </>
  );
}
