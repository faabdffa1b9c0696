"use client";

import { useActionState } from "react";
import { RoleBadge } from "~/components/claims/role-badge";
import { Avatar } from "~/components/site/avatar";
import { Day } from "~/components/site/time";
import { Button } from "~/components/ui/button";
import type { UserSummary } from "~/lib/auth/users";
import { judgeName } from "./actions";

/** One name with the two things to do about it. Works before hydration. */
export function NameReview({ user }: { user: UserSummary }) {
  const [response, submit, isBusy] = useActionState(judgeName, null);
  return (
    <li className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2 px-4 py-3 sm:grid-cols-[auto_1fr_auto] sm:px-6">
      <Avatar src={user.imageUrl} />
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-2 font-medium break-words">
          {user.name} {user.claims.role === "user" ? null : <RoleBadge role={user.claims.role} />}
        </p>
        <p className="text-sm text-muted-foreground">
          Joined <Day at={user.createdAt} />
        </p>
      </div>
      <form
        action={submit}
        aria-label={`Name of ${user.name}`}
        className="flex gap-2 max-sm:col-start-2"
      >
        <input type="hidden" name="userId" value={user.id} />
        <input type="hidden" name="name" value={user.name} />
        <Button
          type="submit"
          name="verdict"
          value="approved"
          variant="outline"
          size="sm"
          disabled={isBusy}
        >
          Approve
        </Button>
        <Button
          type="submit"
          name="verdict"
          value="removed"
          variant="destructive"
          size="sm"
          disabled={isBusy}
        >
          Remove name
        </Button>
      </form>
      {response?.success === false ? (
        <p role="alert" className="col-span-full text-sm text-destructive">
          {response.error}
        </p>
      ) : null}
    </li>
  );
}
