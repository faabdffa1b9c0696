import { builtActions } from "../e2e/support/built-app.ts";
import { addressOf } from "../tools/address-of.ts";
import { type Answer, form, type Target } from "./support.ts";

/** Sends this form to an action of the build, as a browser does. */
export async function callAction(
  target: Target,
  name: string,
  cookie: string,
  fields: Record<string, string>,
  more: Record<string, string> = {},
): Promise<Answer> {
  const action = builtActions().find((one) => one.name === name);
  if (!action) throw new Error(`no action ${name}`);
  const { headers, body } = form(fields);
  return target.send(addressOf(action.access), {
    method: "POST",
    body,
    headers: { ...headers, cookie, "next-action": action.id, ...more },
  });
}
