import { Check, LockKeyhole } from "lucide-react";
import { Fragment } from "react";
import { PlanBadge } from "~/components/claims/plan-badge";
import { RoleBadge } from "~/components/claims/role-badge";
import { describeDenial } from "~/lib/access/denial";
import type { Claims } from "~/lib/auth/claims";
import { decideRule, POLICY, type Rule } from "~/lib/auth/policy";

const WHO = {
  anyone: "Everyone",
  "signed-request": "Signed requests",
  "signed-in": "Signed in",
  onboarded: "Onboarded",
} as const satisfies Record<Rule["who"], string>;

/**
 * The policy as it is, and with somebody's claims what it decides for them.
 * @param caption the table's name for screen readers
 */
export function PolicyTable({ caption, claims }: { caption: string; claims?: Claims }) {
  const rules = Object.entries<Rule>(POLICY).filter(
    ([, { who }]) => !claims || who === "signed-in" || who === "onboarded",
  );
  // On a phone, the verdict says what is needed.
  const onWide = claims && "max-sm:hidden";
  return (
    <table className="w-full text-left text-sm sm:table-fixed">
      <caption className="sr-only">{caption}</caption>
      <thead className="text-xs text-muted-foreground">
        <tr className="border-b *:py-2 *:pr-4 *:font-medium *:last:pr-0">
          <th scope="col">Path</th>
          <th scope="col" className={onWide}>
            Open to
          </th>
          {claims ? <th scope="col">You</th> : null}
        </tr>
      </thead>
      <tbody className="divide-y">
        {rules.map(([path, rule]) => (
          <tr key={path} className="*:py-2.5 *:pr-4 *:last:pr-0">
            <th scope="row" className="font-mono text-xs font-normal">
              {path.split(/(?<=.\/)/).map((part, index) => (
                <Fragment key={part}>
                  {index > 0 ? <wbr /> : null}
                  {part}
                </Fragment>
              ))}
              {rule.subpaths ? <span className="text-muted-foreground">/…</span> : null}
            </th>
            <td className={onWide}>
              <span className="flex flex-wrap items-center gap-2">
                {WHO[rule.who]}
                {"role" in rule && rule.role ? <RoleBadge role={rule.role} /> : null}
                {"plan" in rule && rule.plan ? <PlanBadge plan={rule.plan} /> : null}
              </span>
            </td>
            {claims ? (
              <td>
                <Verdict rule={rule} claims={claims} />
              </td>
            ) : null}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Verdict({ rule, claims }: { rule: Rule; claims: Claims }) {
  const decision = decideRule(rule, claims);
  const isOpen = decision.kind === "allow";
  const Icon = isOpen ? Check : LockKeyhole;
  return (
    <span
      className={`flex items-center gap-1.5 ${isOpen ? "text-primary" : "text-muted-foreground"}`}
    >
      <Icon aria-hidden="true" className="size-4 shrink-0" />
      {isOpen ? "Open" : describeDenial(decision).message}
    </span>
  );
}
