"use client";

import { unstable_isUnrecognizedActionError, unstable_rethrow } from "next/navigation";
import { useActionState, useState, useTransition } from "react";
import { refuseTooLarge } from "~/lib/input/too-large";
import type { Action, ActionFailure, ActionResponse } from "~/types/action";

/** How often a form is sent again after a rate limit. Then the user decides. */
const MOST_REPEATS = 5;
const DEFAULT_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 60_000;

/** What a form without an answer says. It may be saved all the same, and sending it twice does no harm. */
export function failureOf(error: unknown): ActionFailure {
  unstable_rethrow(error); // redirect() and notFound() arrive as errors
  if (unstable_isUnrecognizedActionError(error)) {
    const text = "This page is out of date. Copy what you entered, then reload it.";
    return { success: false, code: "outdated", error: text };
  }
  const text = navigator.onLine
    ? "No answer came, so this may not be saved. Please try again."
    : "You're offline, so this may not be saved. Please try again once you're connected.";
  return { success: false, code: "unavailable", error: text };
}

/** Where clerk-js puts itself. The form kit works without it, too. */
type ClerkWindow = { Clerk?: { session?: { getToken(): Promise<string | null> } | null } };

/** A laptop that wakes up may send a form before Clerk has renewed its expired token. */
async function renewToken(): Promise<boolean> {
  const { Clerk } = window as ClerkWindow;
  return Boolean(await Clerk?.session?.getToken().catch(() => null));
}

/**
 * Sends a form. After a rate limit it waits as long as the service asked (60 s at most) and sends
 * the same form again. A lost connection is an answer too, so the form stays and keeps its text.
 * @returns `posted`, the answer to a form that was posted without JavaScript; `answer`, the latest;
 *   `sending`, the form on its way; `secondsLeft` until it is sent again
 */
export function useSubmission<Data>(action: Action<Data>) {
  const [posted, post] = useActionState(action, null);
  const [answer, setAnswer] = useState<ActionResponse<Data> | null>(null);
  const [sent, setSent] = useState<FormData | null>(null);
  const [secondsLeft, setSecondsLeft] = useState(0);
  const [isPending, start] = useTransition();

  async function patiently(form: FormData): Promise<ActionResponse<Data>> {
    const refusal = refuseTooLarge(form);
    if (refusal) return refusal;
    for (let repeat = 0; ; repeat += 1) {
      const answer = await action(null, form).catch(failureOf);
      const isSignedOut = !answer.success && answer.code === "signed-out";
      if (isSignedOut && repeat === 0 && (await renewToken())) continue;
      const isRefused = !answer.success && answer.code === "rate-limited";
      if (!isRefused || repeat === MOST_REPEATS) return answer;
      const waitMs = Math.min(answer.retryAfterMs ?? DEFAULT_WAIT_MS, LONGEST_WAIT_MS);
      for (let left = Math.ceil(waitMs / 1_000); left > 0; left -= 1) {
        setSecondsLeft(left);
        await new Promise((resolve) => setTimeout(resolve, 1_000));
      }
      setSecondsLeft(0);
    }
  }

  /** Both callbacks run in the transition: `before` for useOptimistic, `after` with the answer. */
  function send(form: FormData, before: () => void, after: (answer: ActionResponse<Data>) => void) {
    setSent(form);
    start(async () => {
      before();
      const answer = await patiently(form);
      start(() => {
        setAnswer(answer);
        after(answer);
      });
    });
  }

  const sending = isPending ? sent : null;
  return { posted, post, answer: answer ?? posted, send, sending, secondsLeft };
}
