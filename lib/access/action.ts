import "server-only";
import { unstable_rethrow } from "next/navigation";
import { z } from "zod";
import { check } from "~/lib/access/check";
import { type Denial, describeDenial } from "~/lib/access/denial";
import { assertRule, type GatedPath } from "~/lib/auth/policy";
import type { Session } from "~/lib/auth/session";
import { REQUEST_MS, withinTime } from "~/lib/calls/shared-deadline";
import { DbError, type Result } from "~/lib/firebase/errors";
import { enteredIn, invalidInput, parseForm } from "~/lib/input/form";
import type { Logger } from "~/lib/logger";
import { requestLogger } from "~/lib/request/request-id";
import type { Action, ActionFailure, ActionResponse } from "~/types/action";

interface ActionSpec<Schema extends z.ZodType, Data> {
  /** Its name in the log. */
  name: string;
  /** The key of POLICY that guards it, as for the page it belongs to: `"/team"`. */
  access: GatedPath;
  /** Ask Clerk instead of trusting claims up to 60 s old: for roles, private data and money. */
  fresh?: true;
  /**
   * The fields of the form. Use `z.strictObject`, which refuses unknown ones, and bound every string.
   * Without it the form has no fields, and the first argument of `run` is undefined.
   */
  input?: Schema;
  /** Does the work. The acting user is `session.userId`, never an input. May call `redirect()`. */
  run(
    input: z.output<Schema>,
    context: { session: Session; log: Logger },
  ): Promise<Result<Data, DbError | Denial>>;
  /** What to say on success. */
  message?: (data: Data) => string;
}

const NO_FIELDS = z.strictObject({});

/** The failure that a denial or a store's error becomes. Its message is shown to the visitor. */
function failureOf(problem: DbError | Denial): ActionFailure {
  const description = problem instanceof DbError ? problem : describeDenial(problem);
  const { message, code, isRetryable, retryAfterMs } = description;
  const fieldErrors = problem instanceof DbError ? problem.fieldErrors : undefined;
  return {
    success: false,
    error: message,
    code,
    ...(fieldErrors && { fieldErrors }),
    ...(isRetryable && { retryable: true }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  };
}

/**
 * The one way to write a server action: guard, then input, then `run`. Never throws to the browser.
 * @example
 * export const rename = action({
 *   name: "rename",
 *   access: "/team",
 *   input: z.strictObject({ name: z.string("Enter a name").max(60) }),
 *   run: async ({ name }, { session }) => renameTeam(session.userId, name),
 * });
 */
export function action<Data, Schema extends z.ZodType = z.ZodUndefined>(
  spec: ActionSpec<Schema, Data>,
): Action<Data> {
  assertRule(spec.access);

  async function perform(form: unknown, log: Logger): Promise<ActionResponse<Data>> {
    const [denial, session] = await check(spec.access, {
      fresh: spec.fresh,
      isCall: true,
      askBeforeDenying: true,
    });
    if (denial) {
      log.warn({ denial: denial.kind }, "Action refused");
      return failureOf(denial);
    }
    const submission = parseForm(form, spec.input ?? NO_FIELDS);
    if (submission?.status !== "success") {
      log.info({ userId: session.userId }, "Action input refused");
      return invalidInput(submission?.error ?? null);
    }
    // Without a schema `Schema` is z.ZodUndefined.
    const input = (spec.input ? submission.value : undefined) as z.output<Schema>;
    const [problem, data] = await spec.run(input, { session, log });
    if (!problem) {
      return { success: true, data, ...(spec.message && { message: spec.message(data) }) };
    }
    const failure = failureOf(problem);
    const about = { userId: session.userId, errorCode: failure.code };
    if (problem instanceof DbError && (problem.isServerFault || problem.isRetryable)) {
      log[problem.isServerFault ? "error" : "warn"]({ ...about, err: problem }, "Action failed");
    } else log.info(about, "Action refused by its own rules");
    return failure;
  }

  return async (_previous, form) => {
    const log = await requestLogger({ module: "action", action: spec.name });
    const answer = await withinTime(REQUEST_MS, () => perform(form, log)).catch(
      (error: unknown) => {
        // Next's own control flow (redirect, notFound) travels as an exception.
        unstable_rethrow(error);
        log.error({ err: error }, "Action threw");
        return failureOf(new DbError("internal", { resource: spec.name, cause: error }));
      },
    );
    return answer.success ? answer : { ...answer, ...enteredIn(form) };
  };
}
