"use client";

import { useClerk } from "@clerk/nextjs";
import { useEffect } from "react";
import { forgetDrafts } from "~/components/form/draft-storage";

/** Forgets what was entered and not saved in this tab, when its user signs out. */
export function ForgetDrafts() {
  const clerk = useClerk();
  useEffect(() => {
    let wasSignedIn = false;
    // Not ended with this component: the page has changed before Clerk says that the session is over.
    clerk.addListener(({ session }) => {
      if (session) wasSignedIn = true;
      else if (wasSignedIn) forgetDrafts();
    });
  }, [clerk]);
  return null;
}
