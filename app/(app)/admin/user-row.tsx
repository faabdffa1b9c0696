"use client";

import { useActionState } from "react";
import { Button } from "~/components/ui/button";
import { SelectField } from "~/components/ui/field";
import { PLANS, ROLES } from "~/lib/auth/claims";
import { planName, roleName } from "~/lib/auth/explain";
import type { UserSummary } from "~/lib/auth/users";
import { cn } from "~/lib/cn";
import { changeAccess } from "./actions";

const ROLE_OPTIONS = ROLES.map((role) => ({ value: role, label: roleName(role) }));
const PLAN_OPTIONS = PLANS.map((plan) => ({ value: plan, label: planName(plan) }));

/** One user with the role and plan they have, as a form that changes both. */
export function UserRow({ user, isSelf }: { user: UserSummary; isSelf: boolean }) {
  const [response, submit, isSaving] = useActionState(changeAccess, null);
  const saved = response?.success ? response.data.claims : user.claims;
  const shown = { ...saved, ...(response?.success === false && response.entered) };
  const message = response?.success ? response.message : response?.error;
  const who = user.email || user.id;
  return (
    <form
      action={submit}
      aria-label={`Access of ${who}`}
      className="grid gap-x-4 gap-y-3 p-4 sm:grid-cols-[1fr_9rem_9rem_auto] sm:items-end sm:px-6"
    >
      <input type="hidden" name="userId" value={user.id} />
      <div className="min-w-0">
        <p className="truncate font-medium">
          {user.name || who}
          {isSelf ? <span className="font-normal text-muted"> (you)</span> : null}
        </p>
        <p className="truncate text-sm text-muted">{who}</p>
      </div>
      <SelectField
        name="role"
        label="Role"
        options={ROLE_OPTIONS}
        defaultValue={shown.role}
        disabled={isSelf}
      />
      <SelectField
        name="plan"
        label="Plan"
        options={PLAN_OPTIONS}
        defaultValue={shown.plan}
        disabled={isSelf}
      />
      <Button type="submit" look="secondary" disabled={isSelf || isSaving}>
        {isSaving ? "Saving…" : "Save"}
      </Button>
      {message ? (
        <p
          role={response?.success ? "status" : "alert"}
          className={cn(
            "text-sm sm:col-span-full",
            response?.success ? "text-accent" : "text-danger",
          )}
        >
          {message}
        </p>
      ) : null}
    </form>
  );
}
