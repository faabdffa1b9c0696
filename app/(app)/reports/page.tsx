import { Download } from "lucide-react";
import type { Metadata } from "next";
import { LoadFailure } from "~/components/site/load-failure";
import { PageTitle } from "~/components/site/page-title";
import { Day, Moment } from "~/components/site/time";
import { Card, CardTitle } from "~/components/ui/card";
import { requireAccess } from "~/lib/access/require-access";
import { PLANS, ROLES } from "~/lib/auth/claims";
import { planName, roleName } from "~/lib/auth/explain";
import { readUsersReport, type UsersReport } from "~/lib/reports/users-report";

export const metadata: Metadata = { title: "Reports" };

export default async function ReportsPage() {
  await requireAccess("/reports");
  return (
    <div className="space-y-6">
      <PageTitle title="Reports">Who signs up, and what they are here for.</PageTitle>
      <Report />
    </div>
  );
}

async function Report() {
  const [error, found] = await readUsersReport();
  if (error) return <LoadFailure error={error} />;
  const { report, at } = found;
  return (
    <>
      <SignUps signUps={report.signUps} />
      <div className="grid gap-6 sm:grid-cols-2">
        <Shares
          title="Plans"
          rows={PLANS.map((plan) => ({ name: planName(plan), count: report.byPlan[plan] ?? 0 }))}
          of={report.counted}
        />
        <Shares
          title="Roles"
          rows={ROLES.map((role) => ({ name: roleName(role), count: report.byRole[role] ?? 0 }))}
          of={report.counted}
        />
      </div>
      <p className="flex flex-wrap justify-between gap-x-6 gap-y-2 text-sm text-muted-foreground">
        <span>
          {report.counted < report.total
            ? `The newest ${report.counted} of ${report.total} users`
            : `All ${report.total} users`}
          , counted <Moment at={at} />.
        </span>
        <a
          href="/api/reports"
          download="sign-ups.csv"
          className="inline-flex items-center gap-1.5 underline hover:text-foreground"
        >
          <Download aria-hidden="true" className="size-4" /> Sign-ups as CSV
        </a>
      </p>
    </>
  );
}

function SignUps({ signUps }: Pick<UsersReport, "signUps">) {
  const most = Math.max(1, ...signUps.map(({ count }) => count));
  return (
    <Card aria-labelledby="sign-ups">
      <CardTitle id="sign-ups">Sign-ups a week</CardTitle>
      <ol className="mt-6 flex h-40 items-end gap-2 sm:gap-4">
        {signUps.map(({ from, count }) => (
          <li
            key={from.getTime()}
            className="flex h-full min-w-0 grow basis-0 flex-col items-center justify-end gap-1 text-xs text-muted-foreground"
          >
            <span className="font-medium text-foreground tabular-nums">{count}</span>
            <span
              aria-hidden="true"
              className="w-full max-w-16 rounded-t bg-primary"
              style={{ height: `${(count / most) * 100}%`, minHeight: "2px" }}
            />
            <span className="max-sm:sr-only">
              <Day at={from} />
            </span>
          </li>
        ))}
      </ol>
    </Card>
  );
}

function Shares({
  title,
  rows,
  of,
}: {
  title: string;
  rows: { name: string; count: number }[];
  of: number;
}) {
  return (
    <Card aria-label={title}>
      <CardTitle>{title}</CardTitle>
      <ul className="mt-4 space-y-3 text-sm">
        {rows.map(({ name, count }) => (
          <li key={name}>
            <p className="flex justify-between gap-4">
              <span>{name}</span>{" "}
              <span className="text-muted-foreground tabular-nums">{count}</span>
            </p>
            <div aria-hidden="true" className="mt-1 h-1.5 overflow-hidden rounded-full bg-muted">
              <div
                className="h-full rounded-full bg-primary"
                style={{ width: `${(count / Math.max(1, of)) * 100}%` }}
              />
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
