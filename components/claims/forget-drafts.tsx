"use client";

import { useAuth } from "@clerk/nextjs";
import { useEffect } from "react";
import { forgetDrafts } from "~/components/form/draft-storage";

/** Forgets what was entered and not saved in this tab, when its user signs out. */
export function ForgetDrafts() {
  const { isLoaded, isSignedIn } = useAuth();
  const isSignedOut = isLoaded && !isSignedIn;
  useEffect(() => {
    if (isSignedOut) forgetDrafts();
  }, [isSignedOut]);
  return null;
}
