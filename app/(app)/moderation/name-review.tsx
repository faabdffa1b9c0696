"use client";

import { RoleBadge } from "~/components/claims/role-badge";
import { ActionForm } from "~/components/form/action-form";
import { SubmitButton } from "~/components/form/submit-button";
import { Avatar } from "~/components/site/avatar";
import { Day } from "~/components/site/time";
import type { NameToReview } from "~/lib/moderation/names";
import { judgeName } from "./actions";

/** When a reviewed name leaves the list, the focus moves to its neighbour, or to the page. */
function handFocusOn(item: HTMLLIElement) {
  return () => {
    if (!item.contains(document.activeElement)) return;
    const neighbour = item.nextElementSibling ?? item.previousElementSibling;
    const page = item.closest<HTMLElement>("[tabindex]");
    (neighbour?.querySelector("button") ?? page)?.focus();
  };
}

const askToRemove = (name: string) => ({
  title: `Remove the name “${name}”?`,
  body: "Their profile will have no name until they choose a new one.",
  confirm: "Remove name",
  destructive: true,
});

function undone(form: FormData): FormData {
  form.set("verdict", "undone");
  return form;
}

export function NameReview({ user }: { user: NameToReview }) {
  const { id, name, role, imageUrl, createdAt } = user;
  return (
    <li ref={handFocusOn} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3 sm:px-6">
      <Avatar src={imageUrl} />
      <div className="min-w-0 grow">
        <p className="text-sm font-medium wrap-anywhere">
          {name} {role === "user" ? null : <RoleBadge role={role} />}
        </p>
        <p className="text-sm text-muted-foreground">
          Joined <Day at={createdAt} />
        </p>
      </div>
      <ActionForm
        action={judgeName}
        aria-label={`Name of ${name}`}
        className="flex flex-wrap gap-2"
        undo={undone}
        confirm={(form) => (form.get("verdict") === "removed" ? askToRemove(name) : null)}
      >
        <input type="hidden" name="userId" value={id} />
        <input type="hidden" name="name" value={name} />
        <SubmitButton name="verdict" value="approved" variant="outline" size="sm">
          Approve
        </SubmitButton>
        <SubmitButton name="verdict" value="removed" variant="destructive" size="sm">
          Remove name
        </SubmitButton>
      </ActionForm>
    </li>
  );
}
