import { z } from "zod";
import { callAction } from "./call-action.ts";
import { expect, test, type VisitorName } from "./support.ts";

const UNKNOWN = "There is a field that isn't known. Reload the page and try again.";

/** Fields that no form of the app has. */
const FORGED: Record<string, Record<string, string>> = {
  "an unknown field": { forged: "1" },
  "somebody else as the actor": { actorId: "user_local_owner" },
  "a session of somebody else": { session: '{"userId":"user_local_owner"}' },
};

const LEADING_ELSEWHERE = [
  "user_x/metadata",
  "user_x/../user_local_owner",
  "user_x?y",
  "user_x%2fy",
];

const failure = z.object({
  code: z.literal("invalid-input"),
  fieldErrors: z.record(z.string(), z.array(z.string())),
});

/** The field errors in the stream that answers an action. */
function fieldErrorsIn(body: string): Record<string, string[]> {
  const line = body.split("\n").find((one) => one.startsWith("1:{"));
  return failure.parse(JSON.parse(line?.slice(2) ?? "null")).fieldErrors;
}

/**
 * Declares tests that send a form of an action with one thing forged. Its one error proves that all the
 * rest is valid, so that no other defence hides the one that is tried.
 * @param valid a form that the action's schema accepts, and that would change nothing
 * @param ids the fields that hold an id, and what is said when it leads elsewhere
 */
export function testForgeries(
  action: string,
  visitor: VisitorName,
  valid: Record<string, string>,
  ids: Record<string, string> = {},
): void {
  const cases = [
    ...Object.entries(FORGED).map(([what, forged]) => ({
      what,
      forged,
      errors: { form: [UNKNOWN] },
    })),
    ...Object.entries(ids).flatMap(([field, said]) =>
      LEADING_ELSEWHERE.map((id) => {
        return { what: `${field} ${id}`, forged: { [field]: id }, errors: { [field]: [said] } };
      }),
    ),
  ];
  for (const { what, forged, errors } of cases) {
    test(`${action} refuses a valid form with ${what}`, async ({ target }) => {
      const cookie = await target.cookieOf(visitor, `${visitor} forges ${action}`);
      const { body } = await callAction(target, action, cookie, { ...valid, ...forged });
      expect(fieldErrorsIn(body)).toEqual(errors);
    });
  }
}
