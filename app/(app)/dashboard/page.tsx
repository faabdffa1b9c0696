import type { Metadata } from "next";
import type { ReactNode } from "react";
import { AdminPanel } from "~/components/claims/admin-panel";
import { PlanBadge } from "~/components/claims/plan-badge";
import { RoleBadge } from "~/components/claims/role-badge";
import { UserPlanBadge } from "~/components/claims/user-plan-badge";
import { PageTitle } from "~/components/site/page-title";
import { Badge } from "~/components/ui/badge";
import { Card, CardTitle } from "~/components/ui/card";
import { requireAccess } from "~/lib/auth/session";

export const metadata: Metadata = { title: "Dashboard" };

export default async function DashboardPage() {
  const { userId, claims } = await requireAccess("/dashboard");
  return (
    <div className="space-y-6">
      <PageTitle title="Dashboard">What your session token says about you.</PageTitle>
      <Card aria-labelledby="claims">
        <CardTitle id="claims">Your claims</CardTitle>
        <dl className="mt-4 divide-y text-sm">
          <Row name="Role">
            <RoleBadge role={claims.role} />
          </Row>
          <Row name="Plan">
            <PlanBadge plan={claims.plan} />
          </Row>
          <Row name="Plan, as the browser knows it">
            <UserPlanBadge />
          </Row>
          <Row name="Onboarding">
            <Badge>{claims.onboardingComplete ? "Complete" : "Not complete"}</Badge>
          </Row>
          <Row name="Team">
            {claims.teamId ? <code className="font-mono">{claims.teamId}</code> : "None yet"}
          </Row>
          <Row name="User id">
            <code className="font-mono break-all">{userId}</code>
          </Row>
        </dl>
      </Card>
      <AdminPanel claims={claims} />
    </div>
  );
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 py-3 last:pb-0">
      <dt className="text-muted">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
