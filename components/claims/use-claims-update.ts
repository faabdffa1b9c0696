"use client";

import { useAuth } from "@clerk/nextjs";
import type { Route } from "next";
import { useRouter } from "next/navigation";
import {
  startTransition,
  useActionState,
  useCallback,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
  useTransition,
} from "react";
import type { Action, ActionResponse } from "~/lib/access/action";
import { withDeadline } from "~/lib/deadline";

const REFRESH_DEADLINE_MS = 10_000;

const unchanging = () => () => {};

/** False while React has only the server's HTML, in which a form is sent without JavaScript. */
function useIsHydrated(): boolean {
  return useSyncExternalStore(
    unchanging,
    () => true,
    () => false,
  );
}

/**
 * The one way in which a page changes its visitor's own claims: runs the action (declared with
 * `changesClaims`), refreshes the session token, then replaces the page by where the action leads,
 * so that it is rendered with the new claims and "back" does not return to a form that is done.
 * The form also works before hydration and without JavaScript.
 * @returns `submit`, which the form takes as its `action`; `response`, what the action answered;
 *   `status`: `idle`, `saving`, `refreshing` (written, on the way) or `refresh-failed` (written, but
 *   the new token did not arrive: offer `retry`)
 */
export function useClaimsUpdate<Data extends { redirectTo: Route }>(action: Action<Data>) {
  const router = useRouter();
  const { isLoaded, getToken } = useAuth();
  const isHydrated = useIsHydrated();
  const [response, runAction, isSaving] = useActionState<ActionResponse<Data> | null, FormData>(
    action,
    null,
  );
  const [isPreparing, startPreparing] = useTransition();
  const [isNavigating, startNavigating] = useTransition();
  // What became of the last success; one that is not in here is on its way.
  const [settled, setSettled] = useState<{
    response: ActionResponse<Data>;
    hasFailed: boolean;
  } | null>(null);
  const handled = useRef<ActionResponse<Data>>(null);

  const goOn = useCallback(
    async (response: ActionResponse<Data>, to: Route) => {
      try {
        await withDeadline(() => getToken({ skipCache: true }), REFRESH_DEADLINE_MS);
        startNavigating(() => {
          setSettled({ response, hasFailed: false });
          router.replace(to);
        });
      } catch {
        setSettled({ response, hasFailed: true });
      }
    },
    [getToken, router],
  );

  useEffect(() => {
    if (!response?.success || handled.current === response) return;
    handled.current = response;
    void goOn(response, response.data.redirectTo);
  }, [response, goOn]);

  /**
   * A laptop that wakes up has a token that expired in its sleep, and Clerk may not have renewed it
   * when the visitor clicks: `getToken` waits for a valid one, at no cost where there is one. Before
   * Clerk is loaded the token is as new as the document.
   */
  function submitWithValidToken(form: FormData): void {
    startPreparing(async () => {
      if (isLoaded) await withDeadline(() => getToken(), REFRESH_DEADLINE_MS).catch(() => null);
      startTransition(() => runAction(form));
    });
  }

  const isOnItsWay = response?.success && settled?.response !== response;
  const hasFailed = response?.success && settled?.response === response && settled.hasFailed;
  const status =
    isPreparing || isSaving
      ? "saving"
      : isOnItsWay || isNavigating
        ? "refreshing"
        : hasFailed
          ? "refresh-failed"
          : "idle";
  return {
    response,
    submit: isHydrated ? submitWithValidToken : runAction,
    status,
    isBusy: status === "saving" || status === "refreshing",
    retry: () => {
      if (!response?.success) return;
      setSettled(null);
      void goOn(response, response.data.redirectTo);
    },
  } as const;
}
