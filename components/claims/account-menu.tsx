import { UserButton } from "@clerk/nextjs";
import { Hydrated } from "~/components/claims/hydrated";

/** Clerk's account menu, in the place that it keeps while it loads. */
export function AccountMenu() {
  return (
    <div className="flex size-7">
      <Hydrated>
        <UserButton />
      </Hydrated>
    </div>
  );
}
