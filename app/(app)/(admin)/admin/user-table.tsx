import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { PlanBadge } from "~/components/claims/plan-badge";
import { RoleBadge } from "~/components/claims/role-badge";
import { Avatar } from "~/components/site/avatar";
import { Day } from "~/components/site/time";
import { Card } from "~/components/ui/card";
import type { UserSummary } from "~/lib/users";

/** Users, each with a link to where they are changed. */
export function UserTable({ users, selfId }: { users: UserSummary[]; selfId: string }) {
  if (users.length === 0) return null;
  return (
    <Card className="p-0">
      <ul aria-label="Users" className="divide-y">
        {users.map((user) => (
          <li
            key={user.id}
            className="relative grid grid-cols-[auto_1fr_auto] items-center gap-x-4 gap-y-2 px-4 py-3 first:rounded-t-2xl last:rounded-b-2xl hover:bg-muted sm:grid-cols-[auto_1fr_8rem_9rem_6.5rem_auto] sm:px-6"
          >
            <Avatar src={user.imageUrl} />
            <div className="min-w-0">
              <Link
                href={`/admin/${user.id}`}
                prefetch={false}
                className="block truncate font-medium after:absolute after:inset-0"
              >
                {user.name || user.email || user.id}
                {user.id === selfId ? (
                  <span className="font-normal text-muted-foreground"> (you)</span>
                ) : null}
              </Link>
              <p className="truncate text-sm text-muted-foreground">
                {user.name ? user.email : user.id}
              </p>
            </div>
            <ChevronRight
              aria-hidden="true"
              className="size-4 text-muted-foreground sm:order-last"
            />
            <div className="flex gap-2 max-sm:col-span-2 max-sm:col-start-2 sm:contents">
              <div>
                <RoleBadge role={user.claims.role} />
              </div>
              <div>
                <PlanBadge plan={user.claims.plan} />
              </div>
            </div>
            <p className="text-sm whitespace-nowrap text-muted-foreground max-sm:hidden">
              <span className="sr-only">Joined </span>
              <Day at={user.createdAt} />
            </p>
          </li>
        ))}
      </ul>
    </Card>
  );
}
