import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";

/** Milliseconds for all calls of an action or an API call: the shortest functions on Vercel live 10 s. */
export const REQUEST_MS = 7_000;

const deadline = new AsyncLocalStorage<number>();

/** Ends all calls that `work` makes after `ms` milliseconds together; Infinity lifts such a limit. */
export function withinTime<Value>(ms: number, work: () => Value): Value {
  return deadline.run(Date.now() + ms, work);
}

/** What is left of `ms` milliseconds under the shared deadline, if there is one. */
export function timeLeft(ms: number): number {
  return Math.min(ms, (deadline.getStore() ?? Number.POSITIVE_INFINITY) - Date.now());
}
