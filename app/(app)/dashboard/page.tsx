import type { Metadata } from "next";
import { ClaimsInspector } from "~/components/claims/claims-inspector";
import { UserPlanBadge } from "~/components/claims/user-plan-badge";
import { PageTitle } from "~/components/site/page-title";
import { Card, CardTitle } from "~/components/ui/card";
import { requireAccess } from "~/lib/access/require-access";

export const metadata: Metadata = { title: "Dashboard" };

export default async function DashboardPage() {
  const session = await requireAccess("/dashboard");
  return (
    <div className="space-y-6">
      <PageTitle title="Dashboard">What this app knows about you, without asking anyone.</PageTitle>
      <ClaimsInspector session={session} />
      <Card aria-labelledby="account">
        <CardTitle id="account">Your account</CardTitle>
        <dl className="mt-4 divide-y text-sm">
          <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 py-3">
            <dt className="text-muted-foreground">User id</dt>
            <dd className="font-mono break-all">{session.userId}</dd>
          </div>
          <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 pt-3">
            <dt className="text-muted-foreground">Plan (client-side)</dt>
            <dd>
              <UserPlanBadge />
            </dd>
          </div>
        </dl>
      </Card>
    </div>
  );
}
