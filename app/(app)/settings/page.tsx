import type { Metadata } from "next";
import { PlanBadge } from "~/components/claims/plan-badge";
import { RoleBadge } from "~/components/claims/role-badge";
import { PageTitle } from "~/components/site/page-title";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "~/components/ui/card";
import { requireAccess } from "~/lib/access/require-access";
import { Profile } from "./profile";
import { ThemeForm } from "./theme-form";

export const metadata: Metadata = {
  title: "Settings",
  description: "Your access, theme, profile and security.",
};

/** One true example of each kind of Clerk metadata, and Clerk's own profile. */
export default async function SettingsPage() {
  const { claims } = await requireAccess("/settings");
  return (
    <div className="space-y-6">
      <PageTitle title="Settings" />
      <div className="grid gap-6 sm:grid-cols-2">
        <Card aria-labelledby="access">
          <CardHeader>
            <CardTitle id="access">Access</CardTitle>
            <CardDescription>
              Managed by admins.
              {claims.role === "admin"
                ? " To delete your account, first ask another admin to take this role from you."
                : null}
            </CardDescription>
          </CardHeader>
          <CardContent>
            <dl className="grid grid-cols-[auto_1fr] items-center gap-x-6 gap-y-2 text-sm">
              <dt className="text-muted-foreground">Role</dt>
              <dd>
                <RoleBadge role={claims.role} />
              </dd>
              <dt className="text-muted-foreground">Plan</dt>
              <dd>
                <PlanBadge plan={claims.plan} />
              </dd>
            </dl>
          </CardContent>
        </Card>
        <Card aria-labelledby="display">
          <CardHeader>
            <CardTitle id="display">Display</CardTitle>
            <CardDescription>Applies to your account on all devices.</CardDescription>
          </CardHeader>
          <CardContent>
            <ThemeForm />
          </CardContent>
        </Card>
      </div>
      <Profile canDelete={claims.role !== "admin"} />
    </div>
  );
}
