import { ArrowDown, ArrowUp } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { PlanBadge } from "~/components/claims/plan-badge";
import { RoleBadge } from "~/components/claims/role-badge";
import { Avatar } from "~/components/site/avatar";
import { Day } from "~/components/site/time";
import { Card } from "~/components/ui/card";
import { LinkPending } from "~/components/ui/pending";
import type { UserSort } from "~/lib/admin/find-users";
import type { UserSummary } from "~/lib/users";
import { cn } from "~/lib/utils";

interface UserTableProps {
  users: UserSummary[];
  selfId: string;
  sort: UserSort;
  sorted: (sort: UserSort) => Route;
}

export function UserTable({ users, selfId, sort, sorted }: UserTableProps) {
  return (
    <Card className="overflow-hidden p-0">
      <table aria-label="Users" className="w-full table-fixed text-left text-sm">
        <thead className="bg-muted text-xs">
          <tr className="*:px-4 *:py-2 sm:*:first:pl-6">
            <SortedBy label="User" up="name" down="-name" sort={sort} sorted={sorted} />
            <th scope="col" className="w-36 font-medium text-muted-foreground sm:w-64">
              Access
            </th>
            <SortedBy
              label="Joined"
              up="oldest"
              down="newest"
              sort={sort}
              sorted={sorted}
              className="w-36 max-sm:hidden"
            />
          </tr>
        </thead>
        <tbody className="divide-y">
          {users.map((user) => (
            <tr key={user.id} className="relative *:px-4 *:py-3 hover:bg-muted sm:*:first:pl-6">
              <th scope="row" className="font-normal">
                <div className="flex items-center gap-4">
                  <div className="max-sm:hidden">
                    <Avatar src={user.imageUrl} />
                  </div>
                  <div className="min-w-0">
                    <Link
                      href={`/admin/${user.id}`}
                      prefetch={false}
                      className="block font-medium wrap-anywhere after:absolute after:inset-0"
                    >
                      {user.name || user.email || user.id}
                      {user.id === selfId ? (
                        <span className="font-normal text-muted-foreground"> (you)</span>
                      ) : null}
                      <LinkPending />
                    </Link>
                    <p className="wrap-anywhere text-muted-foreground">
                      {user.name ? user.email : user.id}
                    </p>
                  </div>
                </div>
              </th>
              <td>
                <div className="flex flex-wrap gap-2">
                  <RoleBadge role={user.claims.role} />
                  <PlanBadge plan={user.claims.plan} />
                </div>
              </td>
              <td className="whitespace-nowrap text-muted-foreground max-sm:hidden">
                <Day at={user.createdAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}

/** A column's name, which is a link to its order, and to the opposite one where that stands. */
function SortedBy({
  label,
  up,
  down,
  sort,
  sorted,
  className,
}: Pick<UserTableProps, "sort" | "sorted"> & {
  label: string;
  up: UserSort;
  down: UserSort;
  className?: string;
}) {
  const order = sort === up ? "ascending" : sort === down ? "descending" : "none";
  const Icon = order === "descending" ? ArrowDown : ArrowUp;
  return (
    <th scope="col" aria-sort={order} className={cn("font-medium", className)}>
      <Link
        href={sorted(order === "ascending" ? down : up)}
        prefetch={false}
        className="inline-flex min-h-6 items-center gap-1 text-muted-foreground hover:text-foreground"
      >
        {label}
        <Icon aria-hidden="true" className={cn("size-3.5", order === "none" && "opacity-0")} />
        <LinkPending />
      </Link>
    </th>
  );
}
