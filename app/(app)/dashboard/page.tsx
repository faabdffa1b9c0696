import type { Metadata } from "next";
import { ClaimsInspector } from "~/components/claims/claims-inspector";
import { PolicyTable } from "~/components/claims/policy-table";
import { UserPlanBadge } from "~/components/claims/user-plan-badge";
import { LocalAccess } from "~/components/site/local-access";
import { PageTitle } from "~/components/site/page-title";
import { Card, CardDescription, CardTitle } from "~/components/ui/card";
import { requireAccess } from "~/lib/access/require-access";

export const metadata: Metadata = {
  title: "Dashboard",
  description: "Your claims, how old they are, and what they open.",
};

export default async function DashboardPage() {
  const session = await requireAccess("/dashboard");
  return (
    <div className="space-y-6">
      <PageTitle title="Dashboard">What your session token says, and what it opens.</PageTitle>
      <ClaimsInspector session={session} />
      <LocalAccess claims={session.claims} back="/dashboard" />
      <Card aria-labelledby="gates">
        <CardTitle id="gates">What your claims open</CardTitle>
        <CardDescription className="mt-1 mb-2">
          Every gate in <code className="font-mono">lib/auth/policy.ts</code>, decided for you.
        </CardDescription>
        <PolicyTable caption="What your claims open" claims={session.claims} />
      </Card>
      <Card aria-labelledby="account">
        <CardTitle id="account">Your account</CardTitle>
        <dl className="mt-4 divide-y text-sm">
          <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 py-3">
            <dt className="text-muted-foreground">User ID</dt>
            <dd className="font-mono break-all">{session.userId}</dd>
          </div>
          <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 pt-3">
            <dt className="text-muted-foreground">Plan, read in the browser</dt>
            <dd>
              <UserPlanBadge />
            </dd>
          </div>
        </dl>
      </Card>
    </div>
  );
}
