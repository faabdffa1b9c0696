import type { Route } from "next";
import { ButtonLink } from "~/components/ui/button";
import { Card, CardTitle } from "~/components/ui/card";
import type { Claims } from "~/lib/auth/claims";
import { decide } from "~/lib/auth/policy";

/** On the dashboard, for admins only. Display only: /admin guards itself. */
export function AdminPanel({ claims }: { claims: Claims }) {
  if (decide("/admin", claims).kind !== "allow") return null;
  return (
    <Card
      aria-labelledby="admin-panel"
      className="flex flex-wrap items-center justify-between gap-4"
    >
      <div>
        <CardTitle id="admin-panel">Administration</CardTitle>
        <p className="mt-1 text-sm text-muted-foreground">
          Change a user’s role or plan. It takes effect within a minute.
        </p>
      </div>
      {/* A cast, so that this file stays valid when the admin example is taken away. */}
      <ButtonLink href={"/admin" as Route} variant="outline">
        Manage users
      </ButtonLink>
    </Card>
  );
}
