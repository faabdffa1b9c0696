"use client";

import { useCallback, useState } from "react";
import type { Action, ActionResponse } from "~/types/action";

/** Repeats of a call that a service's rate limit refused; after that, a person decides. */
const MOST_REPEATS = 5;
const DEFAULT_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 60_000;

const UNREACHABLE = {
  success: false,
  code: "unavailable",
  error: "The server cannot be reached. Check your connection and try again.",
  retryable: true,
} as const;

/**
 * Calls an action and sees it through a rate limit: waits as long as the service asked, then sends
 * the same input again. Never throws: no connection is an answer too.
 * @returns `waitingSeconds`, above 0 while the service asked to wait
 */
export function usePatientAction<Data>(action: Action<Data>) {
  const [waitingSeconds, setWaitingSeconds] = useState(0);

  const call = useCallback(
    async (input: FormData | object): Promise<ActionResponse<Data>> => {
      for (let repeat = 0; ; repeat += 1) {
        const answer = await action(null, input).catch((): ActionResponse<Data> => UNREACHABLE);
        if (answer.success || answer.code !== "rate-limited" || repeat === MOST_REPEATS)
          return answer;
        const waitMs = Math.min(answer.retryAfterMs ?? DEFAULT_WAIT_MS, LONGEST_WAIT_MS);
        for (let left = Math.ceil(waitMs / 1_000); left > 0; left -= 1) {
          setWaitingSeconds(left);
          await new Promise((resolve) => setTimeout(resolve, 1_000));
        }
        setWaitingSeconds(0);
      }
    },
    [action],
  );

  return { call, waitingSeconds };
}
