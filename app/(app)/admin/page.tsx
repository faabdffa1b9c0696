import { Search } from "lucide-react";
import type { Metadata } from "next";
import { PageTitle } from "~/components/site/page-title";
import { Pagination } from "~/components/site/pagination";
import { Alert } from "~/components/ui/alert";
import { Button } from "~/components/ui/button";
import { Card } from "~/components/ui/card";
import { requireAccess } from "~/lib/auth/session";
import { listUsers, USERS_PER_PAGE } from "~/lib/auth/users";
import { UserRow } from "./user-row";

export const metadata: Metadata = { title: "Admin" };

export default async function AdminPage({ searchParams }: PageProps<"/admin">) {
  const session = await requireAccess("/admin");
  const parameters = await searchParams;
  const query = typeof parameters.q === "string" ? parameters.q.trim().slice(0, 100) : "";
  const page = Math.min(Math.max(1, Math.trunc(Number(parameters.page)) || 1), 10_000);
  const [error, list] = await listUsers({ query, page });

  return (
    <div className="space-y-6">
      <PageTitle title="Users">Change what a user may do. You cannot change yourself.</PageTitle>
      <search>
        <form className="flex gap-2">
          <label htmlFor="q" className="sr-only">
            Name, email address or id
          </label>
          <input
            id="q"
            name="q"
            type="search"
            defaultValue={query}
            placeholder="Name, email address or id"
            className="h-10 w-full max-w-sm rounded-lg border border-border-strong bg-surface px-3 text-base placeholder:text-muted sm:text-sm"
          />
          <Button type="submit" look="secondary">
            <Search aria-hidden="true" /> Search
          </Button>
        </form>
      </search>
      {error ? (
        <Alert tone="danger">
          <p>{error.message}</p>
        </Alert>
      ) : (
        <>
          <p className="text-sm text-muted" role="status">
            {list.total === 1 ? "1 user" : `${list.total} users`}
            {query ? ` found for “${query}”` : ""}
          </p>
          {list.users.length > 0 ? (
            <Card className="divide-y p-0">
              {list.users.map((user) => (
                <UserRow key={user.id} user={user} isSelf={user.id === session.userId} />
              ))}
            </Card>
          ) : null}
          <Pagination
            page={page}
            pages={Math.ceil(list.total / USERS_PER_PAGE)}
            hrefOf={(to) =>
              `/admin?${new URLSearchParams({ ...(query && { q: query }), page: String(to) })}`
            }
          />
        </>
      )}
    </div>
  );
}
