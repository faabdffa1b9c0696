import { Download } from "lucide-react";
import type { Metadata } from "next";
import { LoadFailure } from "~/components/site/load-failure";
import { PageTitle } from "~/components/site/page-title";
import { Moment } from "~/components/site/time";
import { Card, CardTitle } from "~/components/ui/card";
import { Meter } from "~/components/ui/meter";
import { requireAccess } from "~/lib/access/require-access";
import { PLAN_NAMES, PLANS, ROLE_NAMES, ROLES } from "~/lib/auth/claims";
import { readUsersReport } from "~/lib/reports/users-report";
import { BarChart } from "./bar-chart";

export const metadata: Metadata = {
  title: "Reports",
  description: "Sign-ups by week, and users by plan and role.",
};

const WEEK = new Intl.DateTimeFormat("en", { month: "short", day: "numeric", timeZone: "UTC" });
const NUMBER = new Intl.NumberFormat("en");
const PERCENT = new Intl.NumberFormat("en", { style: "percent" });

export default async function ReportsPage() {
  await requireAccess("/reports");
  const [error, report] = await readUsersReport();
  if (error) return <LoadFailure title="Reports" error={error} />;
  const { at, total, counted, signUps, byPlan, byRole } = report;
  const share = (count: number) => PERCENT.format(counted ? count / counted : 0);
  const inWeeks = (from: number, to?: number) =>
    signUps.slice(from, to).reduce((sum, { count }) => sum + count, 0);
  const tiles = [
    ["Users", NUMBER.format(total), `${byRole.admin ?? 0} of them admins`],
    ["New in 4 weeks", NUMBER.format(inWeeks(-4)), `${inWeeks(-8, -4)} in the 4 weeks before`],
    ["On a paid plan", share(counted - (byPlan.free ?? 0)), `${byPlan.free ?? 0} are on Free`],
  ] as const;
  const shares = [
    { title: "Plans", rows: PLANS.map((plan) => [PLAN_NAMES[plan], byPlan[plan] ?? 0] as const) },
    { title: "Roles", rows: ROLES.map((role) => [ROLE_NAMES[role], byRole[role] ?? 0] as const) },
  ];
  return (
    <div className="space-y-6">
      <PageTitle title="Reports">
        {counted < total ? `The newest ${counted} of ${total} users` : `All ${total} users`},
        counted <Moment at={at} />.
      </PageTitle>
      <dl className="grid gap-6 sm:grid-cols-3">
        {tiles.map(([name, value, note]) => (
          <div key={name} className="rounded-2xl border bg-card p-6 shadow-xs">
            <dt className="text-sm text-muted-foreground">{name}</dt>
            <dd className="mt-1 text-3xl font-semibold tabular-nums">{value}</dd>
            <dd className="mt-1 text-xs text-muted-foreground">{note}</dd>
          </div>
        ))}
      </dl>
      <Card aria-labelledby="sign-ups">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <CardTitle id="sign-ups">Sign-ups per week</CardTitle>
          <a
            href="/api/reports"
            download="sign-ups.csv"
            className="inline-flex min-h-6 items-center gap-2 text-sm underline underline-offset-4"
          >
            <Download aria-hidden="true" className="size-4" /> Download as CSV
          </a>
        </div>
        <BarChart
          unit="sign-ups"
          one="sign-up"
          axis="Week starting"
          bars={signUps.map(({ from, count }) => ({ label: WEEK.format(from), count }))}
        />
      </Card>
      <div className="grid gap-6 sm:grid-cols-2">
        {shares.map(({ title, rows }) => (
          <Card key={title} aria-labelledby={title} className="space-y-4">
            <CardTitle id={title}>{title}</CardTitle>
            {rows.map(([label, count]) => (
              <Meter
                key={label}
                label={label}
                value={count}
                max={Math.max(counted, 1)}
                text={`${NUMBER.format(count)} (${share(count)})`}
              />
            ))}
          </Card>
        ))}
      </div>
    </div>
  );
}
