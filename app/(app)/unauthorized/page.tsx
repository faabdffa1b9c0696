import { LockKeyhole, LockKeyholeOpen } from "lucide-react";
import type { Metadata, Route } from "next";
import { PlanBadge } from "~/components/claims/plan-badge";
import { RoleBadge } from "~/components/claims/role-badge";
import { ButtonLink } from "~/components/ui/button-link";
import { describeNeeds } from "~/lib/access/denial";
import { PLAN_NAMES, ROLE_NAMES } from "~/lib/auth/claims";
import { decide, findPath } from "~/lib/auth/policy";
import { getSession } from "~/lib/auth/session";
import { gainedWith } from "~/lib/navigation";
import { safeReturnPath, withReturnPath } from "~/lib/request/return-path";
import { RetryLink } from "./retry-link";

export const metadata: Metadata = {
  title: "No access",
  description: "What you need to open this page.",
};

/**
 * Explains a denial. The proxy shows it with status 403 at the denied URL, the page guard redirects
 * to it. It never redirects on by itself: with a denial cached in the client that would be a loop.
 */
export default async function UnauthorizedPage({ searchParams }: PageProps<"/unauthorized">) {
  const session = await getSession();
  const from = safeReturnPath((await searchParams).from);
  const decision = from
    ? decide(findPath(from.split("?")[0] ?? from), session?.claims ?? null)
    : null;
  // Where there is a decision, safeReturnPath has found a rule for the path, so there is a page.
  const isAllowed = decision?.kind === "allow";
  const needs = decision?.kind === "forbidden" ? decision.needs : null;
  const gained = needs && session ? gainedWith(needs, session.claims) : [];

  const Icon = isAllowed ? LockKeyholeOpen : LockKeyhole;
  return (
    <div className="max-w-xl">
      <Icon aria-hidden="true" className="size-8 text-primary" />
      <h1 className="mt-4 text-2xl font-semibold">
        {isAllowed
          ? "You can open this page now"
          : needs
            ? describeNeeds(needs)
            : "You can't open this page"}
      </h1>
      <div className="mt-3 space-y-2 text-muted-foreground">
        {from && !isAllowed ? (
          <p>
            You asked for <code className="font-mono break-all text-foreground">{from}</code>.
          </p>
        ) : null}
        {needs?.role ? <p>An admin can give you the {ROLE_NAMES[needs.role]} role.</p> : null}
        {needs?.plan ? (
          <p>
            An admin can give you the {PLAN_NAMES[needs.plan]} plan
            {gained.length > 0 ? `, which opens ${gained.join(" and ")}` : ""}.
          </p>
        ) : null}
        {session ? (
          <p className="flex flex-wrap items-center gap-2">
            You have: <RoleBadge role={session.claims.role} />
            <PlanBadge plan={session.claims.plan} />
          </p>
        ) : (
          <p>You are signed out.</p>
        )}
      </div>
      <div className="mt-6 flex flex-wrap gap-3">
        {isAllowed ? <RetryLink href={from as Route}>Continue</RetryLink> : null}
        {session ? (
          <ButtonLink href="/dashboard" variant={isAllowed ? "outline" : "default"}>
            Back to dashboard
          </ButtonLink>
        ) : (
          <ButtonLink href={withReturnPath("/sign-in", "redirect_url", from) as Route}>
            Sign in
          </ButtonLink>
        )}
        {from && session && !isAllowed ? (
          <RetryLink href={from as Route} variant="outline">
            Try again
          </RetryLink>
        ) : null}
      </div>
    </div>
  );
}
