import { SHOWN } from "../e2e/support/gated.ts";
import { type Answer, expect } from "./support.ts";

/** Fails when an answer holds what only those see who may open the page. */
export function expectNothingShown({ body }: Answer, path: string): void {
  const text = SHOWN[path];
  if (text === undefined) throw new Error(`Say in SHOWN what ${path} shows`);
  expect(body.includes(text) ? text : "nothing").toBe("nothing");
}
