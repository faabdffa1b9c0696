import { UserButton } from "@clerk/nextjs";
import { Hydrated } from "~/components/claims/hydrated";

/**
 * For the `elements` of Clerk's profile: admins find no "Delete account" in it, so that the last one
 * doesn't go by mistake. Clerk itself would allow it.
 */
export const WITHOUT_DELETION = { profileSection__danger: { display: "none" } };

/** Clerk's account menu, in the place that it keeps while it loads. */
export function AccountMenu({ canDelete = true }: { canDelete?: boolean }) {
  return (
    <div className="flex size-7 rounded-full bg-muted noscript:bg-transparent">
      <Hydrated>
        <UserButton
          userProfileProps={{ appearance: { elements: canDelete ? {} : WITHOUT_DELETION } }}
        />
      </Hydrated>
    </div>
  );
}
