"use client";

import { type FormEvent, useActionState, useOptimistic, useState } from "react";
import { PlanBadge } from "~/components/claims/plan-badge";
import { RoleBadge } from "~/components/claims/role-badge";
import { useSubmission } from "~/components/site/use-submission";
import { Alert } from "~/components/ui/alert";
import { Button } from "~/components/ui/button";
import { Card, CardTitle } from "~/components/ui/card";
import { Confirm } from "~/components/ui/confirm";
import { SelectField } from "~/components/ui/field";
import { claimsSchema, PLAN_NAMES, PLANS, ROLE_NAMES, ROLES } from "~/lib/auth/claims";
import type { UserSummary } from "~/lib/users";
import { changeAccess } from "../actions";

const ROLE_OPTIONS = ROLES.map((role) => ({ value: role, label: ROLE_NAMES[role] }));
const PLAN_OPTIONS = PLANS.map((plan) => ({ value: plan, label: PLAN_NAMES[plan] }));
const accessSchema = claimsSchema.pick({ role: true, plan: true });

/**
 * A user's role and plan. Asks before it writes, shows the new ones at once, and goes back to the
 * old ones when they were not written. Before hydration the form is sent without a question.
 */
export function AccessForm({ user, isSelf }: { user: UserSummary; isSelf: boolean }) {
  const [unscripted, submit] = useActionState(changeAccess, null);
  const { response: sent, isBusy, waitingSeconds, send } = useSubmission(changeAccess);
  const response = sent ?? unscripted;
  const { role, plan } = user.claims;
  const [shown, showAtOnce] = useOptimistic({ role, plan });
  const [asked, setAsked] = useState<FormData | null>(null);
  const [isAsking, setIsAsking] = useState(false);
  const wanted = accessSchema.safeParse(asked && Object.fromEntries(pick(asked))).data;
  const who = user.name || user.email || user.id;

  function ask(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    setAsked(new FormData(event.currentTarget));
    setIsAsking(true);
  }
  function save() {
    if (asked && wanted) send(asked, () => showAtOnce(wanted));
  }

  return (
    <Card aria-labelledby="access">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <CardTitle id="access">Access</CardTitle>
        <p className="flex flex-wrap gap-2" aria-live="polite">
          <RoleBadge role={shown.role} />
          <PlanBadge plan={shown.plan} />
        </p>
      </div>
      <form
        action={submit}
        onSubmit={ask}
        aria-label={`Access of ${who}`}
        className="mt-4 grid gap-4 sm:grid-cols-[1fr_1fr_auto] sm:items-end"
      >
        <input type="hidden" name="userId" value={user.id} />
        <input type="hidden" name="seenRole" value={role} />
        <input type="hidden" name="seenPlan" value={plan} />
        <SelectField
          name="role"
          label="Role"
          options={ROLE_OPTIONS}
          defaultValue={role}
          disabled={isSelf}
        />
        <SelectField
          name="plan"
          label="Plan"
          options={PLAN_OPTIONS}
          defaultValue={plan}
          disabled={isSelf}
        />
        <Button type="submit" disabled={isSelf || isBusy}>
          {isBusy ? "Saving…" : "Save"}
        </Button>
      </form>
      <div className="mt-4 space-y-3 text-sm empty:hidden">
        {isSelf ? (
          <p className="text-muted-foreground">You cannot change yourself. Ask another admin.</p>
        ) : null}
        {waitingSeconds > 0 ? (
          <p role="status" className="text-muted-foreground">
            Clerk is busy. Trying again in {waitingSeconds} s…
          </p>
        ) : null}
        {response ? (
          <Alert variant={response.success ? "success" : "destructive"}>
            <p>{response.success ? response.message : response.error}</p>
          </Alert>
        ) : null}
      </div>
      <Confirm
        open={isAsking}
        onOpenChange={setIsAsking}
        title={`Change the access of ${who}?`}
        confirm="Change"
        onConfirm={save}
      >
        {wanted ? (
          <>
            {wanted.role === role ? null : (
              <p>
                Role: {ROLE_NAMES[role]} → <strong>{ROLE_NAMES[wanted.role]}</strong>
              </p>
            )}
            {wanted.plan === plan ? null : (
              <p>
                Plan: {PLAN_NAMES[plan]} → <strong>{PLAN_NAMES[wanted.plan]}</strong>
              </p>
            )}
            {wanted.role === role && wanted.plan === plan ? <p>Nothing is different.</p> : null}
          </>
        ) : null}
      </Confirm>
    </Card>
  );
}

function pick(form: FormData): [string, FormDataEntryValue][] {
  return [...form].filter(([name]) => name in accessSchema.shape);
}
