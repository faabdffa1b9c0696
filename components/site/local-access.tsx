import { LocalForm } from "~/components/site/local-form";
import { Card, CardDescription, CardTitle } from "~/components/ui/card";
import { type Claims, PLAN_NAMES, PLANS, ROLE_NAMES, ROLES } from "~/lib/auth/claims";
import { env } from "~/lib/env";

/** On local services: changes the visitor's own role and plan, to see every gate react. */
export function LocalAccess({ claims, back }: { claims: Claims; back: string }) {
  if (!env().LOCAL_PERSONAS?.length) return null;
  const choices = [
    { label: "Role", name: "role", options: ROLES, names: ROLE_NAMES },
    { label: "Plan", name: "plan", options: PLANS, names: PLAN_NAMES },
  ] as const;
  return (
    <Card aria-labelledby="local-access" className="border-dashed border-input shadow-none">
      <CardTitle id="local-access">Try another role or plan</CardTitle>
      <CardDescription className="mt-1">
        Only on local services: changes your own claims, as an admin or a webhook would.
      </CardDescription>
      <LocalForm to="metadata" back={back} className="mt-4 flex flex-wrap gap-x-10 gap-y-4">
        {choices.map(({ label, name, options, names }) => (
          <fieldset key={name}>
            <legend className="text-sm font-medium">{label}</legend>
            <div className="mt-1.5 flex rounded-lg border border-input p-1">
              {options.map((option) => (
                <button
                  key={option}
                  type="submit"
                  name="metadata"
                  value={JSON.stringify({ [name]: option })}
                  aria-pressed={claims[name] === option}
                  className="rounded-md border border-transparent px-3 py-1 text-sm text-muted-foreground hover:text-foreground active:bg-muted aria-pressed:bg-accent aria-pressed:font-medium aria-pressed:text-accent-foreground forced-colors:aria-pressed:outline-2"
                >
                  {new Map<string, string>(Object.entries(names)).get(option)}
                </button>
              ))}
            </div>
          </fieldset>
        ))}
      </LocalForm>
    </Card>
  );
}
