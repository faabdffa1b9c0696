import { UserProfile } from "@clerk/nextjs";
import type { Metadata } from "next";
import { PlanBadge } from "~/components/claims/plan-badge";
import { RoleBadge } from "~/components/claims/role-badge";
import { PageTitle } from "~/components/site/page-title";
import { Card, CardTitle } from "~/components/ui/card";
import { requireAccess } from "~/lib/access/require-access";
import { ThemeForm } from "./theme-form";

export const metadata: Metadata = { title: "Settings" };

/** As wide as the cards above it, and as flat. */
const PROFILE = {
  rootBox: { width: "100%" },
  cardBox: {
    width: "100%",
    maxWidth: "none",
    boxShadow: "none",
    border: "1px solid var(--border)",
  },
};

/** One true example of each kind of Clerk metadata, and Clerk's own profile. */
export default async function SettingsPage() {
  const { claims } = await requireAccess("/settings");
  return (
    <div className="space-y-6">
      <PageTitle title="Settings" />
      <div className="grid gap-6 sm:grid-cols-2">
        <Card aria-labelledby="access">
          <CardTitle id="access">Access</CardTitle>
          <p className="mt-1 text-sm text-muted-foreground">
            Given by admins. You can read it, not change it.
          </p>
          <dl className="mt-4 grid grid-cols-[auto_1fr] items-center gap-x-6 gap-y-2 text-sm">
            <dt className="text-muted-foreground">Role</dt>
            <dd>
              <RoleBadge role={claims.role} />
            </dd>
            <dt className="text-muted-foreground">Plan</dt>
            <dd>
              <PlanBadge plan={claims.plan} />
            </dd>
            <dt className="text-muted-foreground">Team</dt>
            <dd className="wrap-anywhere">{claims.teamId ?? "None"}</dd>
          </dl>
        </Card>
        <Card aria-labelledby="display">
          <CardTitle id="display">Display</CardTitle>
          <p className="mt-1 text-sm text-muted-foreground">
            Yours alone, on every device you sign in on.
          </p>
          <ThemeForm />
        </Card>
      </div>
      {/* Its pages live in the hash, so that no rule has to cover paths below this one. */}
      <UserProfile routing="hash" appearance={{ elements: PROFILE }} />
    </div>
  );
}
