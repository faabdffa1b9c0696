import type { ReactNode } from "react";
import { PlanBadge } from "~/components/claims/plan-badge";
import { RoleBadge } from "~/components/claims/role-badge";
import { TokenClock } from "~/components/claims/token-clock";
import { Badge } from "~/components/ui/badge";
import { Card, CardTitle } from "~/components/ui/card";
import { Meter } from "~/components/ui/meter";
import {
  CLAIM_NAMES,
  CLAIMS_BUDGET_BYTES,
  type ClaimName,
  type Claims,
  claimsSize,
} from "~/lib/auth/claims";
import { claimsIn } from "~/lib/auth/claims-source";
import type { Session } from "~/lib/auth/session";

const number = new Intl.NumberFormat("en");

/** The claims of this request, how they were read, and how long the token counts. */
export function ClaimsInspector({ session }: { session: Session }) {
  const { claims, token } = session;
  const bytes = claimsSize(claimsIn(token.payload));
  const unknown = token.rejected.filter((name) => !(CLAIM_NAMES as string[]).includes(name));
  return (
    <Card aria-labelledby="claims-inspector" className="space-y-5">
      <CardTitle id="claims-inspector">Your claims</CardTitle>
      <dl className="divide-y border-y text-sm">
        {CLAIM_NAMES.map((name) => {
          const { about, writtenBy, readBy, show } = CLAIMS[name];
          return (
            <div key={name} className="flex flex-wrap items-start gap-x-6 gap-y-2 py-3">
              <dt className="min-w-60 flex-1">
                <code className="font-mono">{name}</code>
                <p className="mt-1 max-w-prose text-muted-foreground">
                  {about} {writtenBy}
                </p>
                <p className="mt-1 text-xs text-muted-foreground">
                  Read by <code className="font-mono">{readBy}</code>
                </p>
              </dt>
              <dd className="flex items-center gap-2">
                {show(claims)}
                <Note name={name} token={token} />
              </dd>
            </div>
          );
        })}
      </dl>
      {token.outdated ? <Outdated claims={claims} before={token.outdated} /> : null}
      {unknown.length > 0 ? (
        <p className="text-sm text-warning">
          Other claims in the token, ignored:{" "}
          <code className="font-mono">{unknown.join(", ")}</code>
        </p>
      ) : null}
      <div className="grid gap-x-10 gap-y-5 sm:grid-cols-2">
        <Meter
          label="Size of the claims"
          value={bytes}
          max={CLAIMS_BUDGET_BYTES}
          text={`${number.format(bytes)} of ${number.format(CLAIMS_BUDGET_BYTES)} bytes`}
          isLow={bytes > CLAIMS_BUDGET_BYTES * 0.8}
        />
        <TokenClock rendered={token} />
      </div>
    </Card>
  );
}

interface ClaimText {
  /** What it means, and who changes it. Whole sentences. */
  about: string;
  writtenBy: string;
  readBy: string;
  show: (claims: Claims) => ReactNode;
}

const CLAIMS: Record<ClaimName, ClaimText> = {
  role: {
    about: "What you're allowed to do.",
    writtenBy: "Only admins change it, on a user’s page.",
    readBy: "lib/auth/policy.ts",
    show: ({ role }) => <RoleBadge role={role} />,
  },
  plan: {
    about: "What your plan includes.",
    writtenBy: "Admins change it, and so can your code for payments.",
    readBy: "lib/auth/policy.ts",
    show: ({ plan }) => <PlanBadge plan={plan} />,
  },
  onboardingComplete: {
    about: "Whether you have answered every question.",
    writtenBy: "The last step of onboarding sets it.",
    readBy: "lib/auth/policy.ts",
    show: ({ onboardingComplete }) => (
      <Badge variant={onboardingComplete ? "default" : "secondary"}>
        {onboardingComplete ? "Complete" : "Not complete"}
      </Badge>
    ),
  },
  teamId: {
    about: "Your team.",
    writtenBy: "Joining or leaving a team changes it.",
    readBy: "app/(app)/team",
    show: ({ teamId }) =>
      teamId ? (
        <code className="font-mono break-all">{teamId}</code>
      ) : (
        <span className="text-muted-foreground">None</span>
      ),
  },
};

/** What the token still says of the claims that have changed since it was signed. */
function Outdated({ claims, before }: { claims: Claims; before: Claims }) {
  const changed = CLAIM_NAMES.filter((name) => claims[name] !== before[name]);
  return (
    <div className="space-y-2 text-sm text-muted-foreground">
      <p>
        These are newer than your session token. A signed cookie carries them until the next token
        does.
      </p>
      {changed.map((name) => (
        <p key={name} className="flex flex-wrap items-center gap-2">
          The token still says <code className="font-mono">{name}</code> {CLAIMS[name].show(before)}
        </p>
      ))}
    </div>
  );
}

/** Marks a claim that has its default, because the token has none or an invalid one. */
function Note({ name, token }: { name: ClaimName; token: Session["token"] }) {
  if (token.outdated) return null; // The claim is newer than the token, which this is about.
  if (token.rejected.includes(name))
    return <span className="text-warning">(invalid, so the default)</span>;
  if (token.absent.includes(name)) return <span className="text-muted-foreground">(default)</span>;
  return null;
}
