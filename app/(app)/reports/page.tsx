import { Download } from "lucide-react";
import type { Metadata } from "next";
import { LoadFailure } from "~/components/site/load-failure";
import { PageTitle } from "~/components/site/page-title";
import { Moment } from "~/components/site/time";
import { Card, CardTitle } from "~/components/ui/card";
import { requireAccess } from "~/lib/access/require-access";
import { PLAN_NAMES, PLANS, ROLE_NAMES, ROLES } from "~/lib/auth/claims";
import { readUsersReport } from "~/lib/reports/users-report";
import { BarChart } from "./bar-chart";

export const metadata: Metadata = { title: "Reports" };

const WEEK = new Intl.DateTimeFormat("en", { month: "short", day: "numeric", timeZone: "UTC" });

export default async function ReportsPage() {
  await requireAccess("/reports");
  const [error, report] = await readUsersReport();
  if (error) return <LoadFailure error={error} />;
  const { at, total, counted, signUps, byPlan, byRole } = report;
  return (
    <div className="space-y-6">
      <PageTitle title="Reports">
        {counted < total ? `The newest ${counted} of ${total} users` : `All ${total} users`},
        counted <Moment at={at} />.
      </PageTitle>
      <Card aria-labelledby="sign-ups">
        <CardTitle id="sign-ups">Sign-ups per week</CardTitle>
        <BarChart
          unit="sign-ups"
          axis="Week from"
          bars={signUps.map(({ from, count }) => ({ label: WEEK.format(from), count }))}
        />
        <a
          href="/api/reports"
          download="sign-ups.csv"
          className="mt-4 inline-flex items-center gap-2 text-sm underline"
        >
          <Download aria-hidden="true" className="size-4" /> Download as CSV
        </a>
      </Card>
      <div className="grid gap-6 sm:grid-cols-2">
        <Card aria-labelledby="plans">
          <CardTitle id="plans">Plans</CardTitle>
          <BarChart
            unit="users"
            axis="Plan"
            bars={PLANS.map((plan) => ({ label: PLAN_NAMES[plan], count: byPlan[plan] ?? 0 }))}
          />
        </Card>
        <Card aria-labelledby="roles">
          <CardTitle id="roles">Roles</CardTitle>
          <BarChart
            unit="users"
            axis="Role"
            bars={ROLES.map((role) => ({ label: ROLE_NAMES[role], count: byRole[role] ?? 0 }))}
          />
        </Card>
      </div>
    </div>
  );
}
