"use client";

import { type ComponentType, useEffect, useState } from "react";

/** Where toasts appear. Their 11 KB load after the page: before, there is nothing to say. */
export function Toasts() {
  const [Toaster, setToaster] = useState<ComponentType>();
  useEffect(() => {
    import("~/components/ui/sonner").then(
      (loaded) => setToaster(() => loaded.Toaster),
      () => {}, // offline: what is said stays unsaid
    );
  }, []);
  return Toaster ? <Toaster /> : null;
}
