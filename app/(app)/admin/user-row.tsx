"use client";

import { useActionState } from "react";
import { Button } from "~/components/ui/button";
import { PLANS, ROLES } from "~/lib/auth/claims";
import { planName, roleName } from "~/lib/auth/explain";
import type { UserSummary } from "~/lib/auth/users";
import { cn } from "~/lib/cn";
import { changeAccess } from "./actions";

const selectStyles =
  "h-10 w-full rounded-lg border border-border-strong bg-surface px-2 text-base sm:h-9 sm:text-sm disabled:opacity-60";

export function UserRow({ user, isSelf }: { user: UserSummary; isSelf: boolean }) {
  const [response, submit, isSaving] = useActionState(changeAccess, null);
  const { role, plan } = response?.success ? response.data.claims : user.claims;
  const message = response?.success ? response.message : response?.error;
  const who = user.email || user.id;
  return (
    <form
      // React resets a form after its action; the key keeps what the server has now as its default.
      key={`${role}-${plan}`}
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
      <label className="text-xs text-muted">
        Role
        <select name="role" defaultValue={role} disabled={isSelf} className={selectStyles}>
          {ROLES.map((name) => (
            <option key={name} value={name}>
              {roleName(name)}
            </option>
          ))}
        </select>
      </label>
      <label className="text-xs text-muted">
        Plan
        <select name="plan" defaultValue={plan} disabled={isSelf} className={selectStyles}>
          {PLANS.map((name) => (
            <option key={name} value={name}>
              {planName(name)}
            </option>
          ))}
        </select>
      </label>
      <Button
        type="submit"
        look="secondary"
        size="small"
        className="h-9"
        disabled={isSelf || isSaving}
      >
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
