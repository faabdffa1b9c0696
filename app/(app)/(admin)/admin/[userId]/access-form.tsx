"use client";

import { useOptimistic } from "react";
import * as z from "zod/mini";
import { PlanBadge } from "~/components/claims/plan-badge";
import { RoleBadge } from "~/components/claims/role-badge";
import { ActionForm } from "~/components/form/action-form";
import { SubmitButton } from "~/components/form/submit-button";
import { Card, CardTitle } from "~/components/ui/card";
import type { Question } from "~/components/ui/confirm";
import { type Claims, claimsSchema, PLAN_NAMES, ROLE_NAMES } from "~/lib/auth/claims";
import { AccessSelects } from "../../access-selects";
import { changeAccess } from "../actions";

const accessSchema = z.pick(claimsSchema, { role: true, plan: true });

const BACK = new Map([
  ["role", "seenRole"],
  ["seenRole", "role"],
  ["plan", "seenPlan"],
  ["seenPlan", "plan"],
]);

interface AccessFormProps {
  userId: string;
  name: string;
  stored: Pick<Claims, "role" | "plan">;
  isSelf: boolean;
}

function swapped(form: FormData): FormData {
  const back = new FormData();
  for (const [name, value] of form) back.set(BACK.get(name) ?? name, value);
  return back;
}

/** A user's role and plan. Asks before it saves, and marks the new badges until they are stored. */
export function AccessForm({ userId, name, stored, isSelf }: AccessFormProps) {
  const [shown, showAtOnce] = useOptimistic(stored);
  const { role, plan } = stored;

  function wantedIn(form: FormData) {
    const entered = { role: form.get("role"), plan: form.get("plan") };
    return accessSchema.safeParse(entered).data ?? stored;
  }
  function ask(form: FormData): Question | null {
    const wanted = wantedIn(form);
    const changes = [
      wanted.role === role ? "" : `Role: ${ROLE_NAMES[role]} → ${ROLE_NAMES[wanted.role]}`,
      wanted.plan === plan ? "" : `Plan: ${PLAN_NAMES[plan]} → ${PLAN_NAMES[wanted.plan]}`,
    ].filter(Boolean);
    if (changes.length === 0) return null;
    const body = changes.map((change) => <p key={change}>{change}</p>);
    return { title: `Change access for ${name}?`, body, confirm: "Change access" };
  }

  return (
    <Card aria-labelledby="access">
      <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
        <CardTitle id="access">Access</CardTitle>
        <p className="flex flex-wrap items-center gap-2 text-sm" aria-live="polite">
          {shown === stored ? null : "Saving…"}
          <RoleBadge role={shown.role} />
          <PlanBadge plan={shown.plan} />
        </p>
      </div>
      {isSelf ? (
        <p className="text-sm text-muted-foreground">
          You can’t change your own access. Ask another admin.
        </p>
      ) : (
        <ActionForm
          action={changeAccess}
          confirm={ask}
          undo={swapped}
          onSend={(form) => showAtOnce(wantedIn(form))}
          aria-label={`Access of ${name}`}
        >
          <input type="hidden" name="userId" value={userId} />
          <input type="hidden" name="seenRole" value={role} />
          <input type="hidden" name="seenPlan" value={plan} />
          <div className="grid gap-4 sm:grid-cols-[1fr_1fr_auto] sm:items-end">
            <AccessSelects value={stored} />
            <SubmitButton pending="Saving…" className="justify-self-start">
              Save
            </SubmitButton>
          </div>
        </ActionForm>
      )}
    </Card>
  );
}
