"use client";

import { useState, useTransition } from "react";
import { usePatientAction } from "~/components/site/use-patient-action";
import type { Action, ActionResponse } from "~/types/action";

/**
 * The state of a form whose action may meet a rate limit: the last answer, whether one is under
 * way, and how long the service asked to wait.
 * @returns `send(input, before)`: `before` runs inside the transition, for optimistic state
 */
export function useSubmission<Data>(action: Action<Data>) {
  const { call, waitingSeconds } = usePatientAction(action);
  const [response, setResponse] = useState<ActionResponse<Data> | null>(null);
  const [isBusy, start] = useTransition();
  return {
    response,
    isBusy,
    waitingSeconds,
    send(input: FormData, before?: () => void) {
      setResponse(null);
      start(async () => {
        before?.();
        const answer = await call(input);
        start(() => setResponse(answer));
      });
    },
  };
}
