import type { Metadata } from "next";
import { LoadFailure } from "~/components/site/load-failure";
import { PageTitle } from "~/components/site/page-title";
import { Pagination } from "~/components/site/pagination";
import { requireAccess } from "~/lib/access/require-access";
import { listUsers, scanUsers, USERS_PER_PAGE, type UserFilter } from "~/lib/users";
import { readFilter } from "./filter";
import { FilterForm } from "./filter-form";
import { FoundUsers } from "./found-users";
import { UserTable } from "./user-table";

export const metadata: Metadata = { title: "Admin" };

export default async function AdminPage({ searchParams }: PageProps<"/admin">) {
  const { userId } = await requireAccess("/admin");
  const { filter, page } = readFilter(await searchParams);
  return (
    <div className="space-y-6">
      <PageTitle title="Users">
        Everybody who has an account, newest first. Open one to change what they may do.
      </PageTitle>
      <FilterForm key={JSON.stringify(filter)} filter={filter} />
      {filter.role || filter.plan ? (
        <Matches filter={filter} selfId={userId} />
      ) : (
        <Everybody query={filter.query} page={page} selfId={userId} />
      )}
    </div>
  );
}

/** Clerk searches and counts by itself as long as nothing is asked of the metadata. */
async function Everybody(props: { query: string; page: number; selfId: string }) {
  const { query, page, selfId } = props;
  const [error, list] = await listUsers({ query, page });
  if (error) return <LoadFailure error={error} />;
  const { users, total } = list;
  return (
    <>
      <p className="text-sm text-muted-foreground" role="status">
        {total === 1 ? "1 user" : `${total} users`}
        {query ? ` found for “${query}”` : ""}
      </p>
      <UserTable users={users} selfId={selfId} />
      <Pagination
        page={page}
        pages={Math.ceil(total / USERS_PER_PAGE)}
        hrefOf={(to) =>
          `/admin?${new URLSearchParams({ ...(query && { q: query }), page: String(to) })}`
        }
      />
    </>
  );
}

/** The first share of the search by role and plan; the browser goes on from there. */
async function Matches({ filter, selfId }: { filter: UserFilter; selfId: string }) {
  const [error, scan] = await scanUsers(filter, 0);
  if (error) return <LoadFailure error={error} />;
  return <FoundUsers key={JSON.stringify(filter)} filter={filter} first={scan} selfId={selfId} />;
}
