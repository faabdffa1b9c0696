import { AsyncLocalStorage } from "node:async_hooks";

const current = new AsyncLocalStorage<Headers>();

/** Does `work` as the request with this id. A test file mocks next/headers with this module. */
export function inRequest<Value>(id: string, work: () => Value): Value {
  return current.run(new Headers({ "x-request-id": id }), work);
}

/** Throws outside a request, as Next's does. */
export async function headers(): Promise<Headers> {
  const found = current.getStore();
  if (!found) throw new Error("There is no request.");
  return found;
}
