import type { ReactNode } from "react";
import { PlanBadge } from "~/components/claims/plan-badge";
import { RoleBadge } from "~/components/claims/role-badge";
import { TokenClock } from "~/components/claims/token-clock";
import { Badge } from "~/components/ui/badge";
import { Card, CardTitle } from "~/components/ui/card";
import { Meter } from "~/components/ui/meter";
import { CLAIM_NAMES, CLAIMS_BUDGET_BYTES, type ClaimName, type Claims } from "~/lib/auth/claims";
import type { Session } from "~/lib/auth/session";

const bytes = new Intl.NumberFormat("en");

/** The claims of this request, how they were read, and how long the token counts. */
export function ClaimsInspector({ session }: { session: Session }) {
  const { claims, token } = session;
  const unknown = token.rejected.filter((name) => !(CLAIM_NAMES as string[]).includes(name));
  return (
    <Card aria-labelledby="claims-inspector" className="space-y-5">
      <CardTitle id="claims-inspector">Your claims</CardTitle>
      <dl className="divide-y border-y text-sm">
        {CLAIM_NAMES.map((name) => (
          <div
            key={name}
            className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 py-3"
          >
            <dt className="font-mono text-muted-foreground">{name}</dt>
            <dd className="flex items-center gap-2">
              {show[name](claims)}
              <Note name={name} token={token} />
            </dd>
          </div>
        ))}
      </dl>
      {token.isOutdated ? (
        <p className="text-sm text-muted-foreground">
          These are newer than your session token, which still holds the old ones.
        </p>
      ) : null}
      {unknown.length > 0 ? (
        <p className="text-sm text-warning">
          Other claims in the token, ignored:{" "}
          <code className="font-mono">{unknown.join(", ")}</code>
        </p>
      ) : null}
      <div className="grid gap-x-10 gap-y-5 sm:grid-cols-2">
        <Meter
          label="Size of the claims"
          value={token.bytes}
          max={CLAIMS_BUDGET_BYTES}
          text={`${bytes.format(token.bytes)} of ${bytes.format(CLAIMS_BUDGET_BYTES)} bytes`}
          isLow={token.bytes > CLAIMS_BUDGET_BYTES * 0.8}
        />
        <TokenClock rendered={token} />
      </div>
    </Card>
  );
}

const show = {
  role: ({ role }) => <RoleBadge role={role} />,
  plan: ({ plan }) => <PlanBadge plan={plan} />,
  onboardingComplete: ({ onboardingComplete }) => (
    <Badge variant={onboardingComplete ? "default" : "secondary"}>
      {onboardingComplete ? "Complete" : "Not complete"}
    </Badge>
  ),
  teamId: ({ teamId }) =>
    teamId ? (
      <code className="font-mono break-all">{teamId}</code>
    ) : (
      <span className="text-muted-foreground">None</span>
    ),
} satisfies Record<ClaimName, (claims: Claims) => ReactNode>;

/** Marks a claim that has its default, because the token has none or an invalid one. */
function Note({ name, token }: { name: ClaimName; token: Session["token"] }) {
  if (token.isOutdated) return null; // The claim is newer than the token, which this is about.
  if (token.rejected.includes(name))
    return <span className="text-warning">(invalid, so the default)</span>;
  if (token.absent.includes(name)) return <span className="text-muted-foreground">(default)</span>;
  return null;
}
