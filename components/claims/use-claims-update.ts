"use client";

import { useAuth } from "@clerk/nextjs";
import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useActionState, useCallback, useEffect, useRef, useState } from "react";
import type { Action, ActionResponse } from "~/lib/actions";
import { withDeadline } from "~/lib/deadline";

const REFRESH_DEADLINE_MS = 10_000;

/**
 * The one way in which a page changes its visitor's own claims: runs the action (declared with
 * `changesClaims`), refreshes the session token, then navigates, so that the next page is rendered
 * with the new claims. The form also works before hydration; `submit` is what it takes as `action`.
 * @returns `status`: `idle`, `saving`, `refreshing` (written, on the way) or `refresh-failed`
 *   (written, but the new token did not arrive: offer `retry`)
 */
export function useClaimsUpdate<Data extends { redirectTo: Route }>(action: Action<Data>) {
  const router = useRouter();
  const { getToken } = useAuth();
  const [response, submit, isSaving] = useActionState<ActionResponse<Data> | null, FormData>(
    action,
    null,
  );
  const [refresh, setRefresh] = useState<"none" | "running" | "failed">("none");
  const handled = useRef<ActionResponse<Data>>(null);

  const goOn = useCallback(
    async (to: Route) => {
      setRefresh("running");
      try {
        await withDeadline(() => getToken({ skipCache: true }), REFRESH_DEADLINE_MS);
        router.push(to);
      } catch {
        setRefresh("failed");
      }
    },
    [getToken, router],
  );

  useEffect(() => {
    if (!response?.success || handled.current === response) return;
    handled.current = response;
    void goOn(response.data.redirectTo);
  }, [response, goOn]);

  const status = isSaving
    ? "saving"
    : refresh === "failed"
      ? "refresh-failed"
      : refresh === "running"
        ? "refreshing"
        : "idle";
  return {
    response,
    submit,
    status,
    isBusy: status === "saving" || status === "refreshing",
    retry: () => {
      if (response?.success) void goOn(response.data.redirectTo);
    },
  } as const;
}
