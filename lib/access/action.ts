import "server-only";
import { parseWithZod } from "@conform-to/zod/v4";
import { unstable_rethrow } from "next/navigation";
import { z } from "zod";
import { check } from "~/lib/access/check";
import { type Denial, describeDenial } from "~/lib/access/denial";
import { assertRule, type GatedPath } from "~/lib/auth/policy";
import type { Session } from "~/lib/auth/session";
import { DbError, type Result } from "~/lib/firebase/errors";
import type { Logger } from "~/lib/logger";
import { requestLogger } from "~/lib/request-id";

export type ActionFailure = {
  success: false;
  /** A sentence for the visitor. */
  error: string;
  /** A DbErrorCode, a denial's code, or `invalid-input`. */
  code: string;
  /** What to correct, by field name; `form` stands for the form as a whole. */
  fieldErrors?: Record<string, string[]>;
  /** Whether the same input may succeed when it is sent again. */
  retryable?: boolean;
  /** Milliseconds the service asked to wait before that. */
  retryAfterMs?: number;
  /** What was entered, to show again: React and browsers both empty a form that was sent. */
  entered?: Record<string, unknown>;
};

export type ActionResponse<Data = null> =
  | { success: true; data: Data; message?: string }
  | ActionFailure;

/** What `useActionState` and `<form action>` take. */
export type Action<Data = null> = (
  previous: ActionResponse<Data> | null,
  form: FormData,
) => Promise<ActionResponse<Data>>;

/** An action that redirects on success, so the browser only ever sees its failures. */
export type RedirectAction = Action<never>;

interface ActionSpec<Schema extends z.ZodType, Data> {
  /** Its name in the log. */
  name: string;
  /** The policy path that guards it: the page it belongs to. */
  access: GatedPath;
  /** Ask Clerk instead of trusting claims up to 60 s old: for roles, private data and money. */
  fresh?: true;
  /**
   * The fields of the form. Use `z.strictObject`, so that unknown fields are refused, and bound
   * every string. Numbers, dates, checkboxes and lists are coerced; an empty field is undefined.
   */
  input: Schema;
  /**
   * Does the work. The acting user is `session.userId`, never an input. It may call `redirect()`.
   * An error's `message` is shown to the visitor.
   */
  run(
    input: z.output<Schema>,
    context: { session: Session; log: Logger },
  ): Promise<Result<Data, DbError | Denial>>;
  /** What to say on success. */
  message?: (data: Data) => string;
}

function parseForm<Schema extends z.ZodType>(form: unknown, schema: Schema) {
  if (!(form instanceof FormData)) return null;
  const fields = new FormData();
  for (const [name, value] of form) {
    // Conform makes a list as long as the index in a name: `a[4000000000]` takes minutes to parse.
    if (/\[\d{3,}\]/.test(name)) return null;
    // React adds fields of its own to forms that are sent before hydration.
    if (!name.startsWith("$ACTION_")) fields.append(name, value);
  }
  try {
    return parseWithZod(fields, { schema });
  } catch {
    return null; // Conform throws on names such as `a[` or `__proto__`, which no form of this app sends.
  }
}

/** What was entered, without files: those can't be filled in again. */
function enteredIn(form: unknown): Pick<ActionFailure, "entered"> {
  const entered = parseForm(form, z.unknown())?.reply({ formErrors: [] }).initialValue;
  return entered ? { entered } : {};
}

function invalidInput(errors: Record<string, string[] | null> | null): ActionFailure {
  const fieldErrors = Object.entries(errors ?? {}).map(
    ([name, texts]) => [name || "form", texts ?? []] as const,
  );
  return {
    success: false,
    error: "Please fix the errors below.",
    code: "invalid-input",
    fieldErrors: Object.fromEntries(fieldErrors),
  };
}

/** The failure that a denial or a store's error becomes. */
export function failureOf(problem: DbError | Denial): ActionFailure {
  if (problem instanceof DbError) {
    const { message, code, fieldErrors, isRetryable, retryAfterMs } = problem;
    return {
      success: false,
      error: message,
      code,
      ...(fieldErrors && { fieldErrors }),
      ...(isRetryable && { retryable: true }),
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    };
  }
  const { message, code } = describeDenial(problem);
  return {
    success: false,
    error: message,
    code,
    ...(problem.kind === "unconfirmed" && { retryable: true }),
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
export function action<Schema extends z.ZodType, Data>(
  spec: ActionSpec<Schema, Data>,
): Action<Data> {
  assertRule(spec.access);
  return async (_previous, form) => {
    const log = (await requestLogger({ module: "action" })).child({ action: spec.name });
    try {
      const [denial, session] = await check(spec.access, {
        fresh: spec.fresh,
        askBeforeDenying: true,
      });
      if (denial) {
        log.warn({ denial: denial.kind }, "Action refused");
        return { ...failureOf(denial), ...enteredIn(form) };
      }
      const { userId } = session;
      const submission = parseForm(form, spec.input);
      if (submission?.status !== "success") {
        log.info({ userId }, "Action input refused");
        return { ...invalidInput(submission?.error ?? null), ...enteredIn(form) };
      }
      const [problem, data] = await spec.run(submission.value, { session, log });
      if (problem) {
        log.warn({ userId, ...describeForLog(problem) }, "Action failed");
        return { ...failureOf(problem), ...enteredIn(form) };
      }
      return { success: true, data, ...(spec.message && { message: spec.message(data) }) };
    } catch (error) {
      // Next's own control flow (redirect, notFound) travels as an exception.
      unstable_rethrow(error);
      log.error({ err: error }, "Action threw");
      const internal = new DbError("internal", { resource: `actions/${spec.name}`, cause: error });
      return { ...failureOf(internal), ...enteredIn(form) };
    }
  };
}

function describeForLog(problem: DbError | Denial) {
  return problem instanceof DbError
    ? { errorCode: problem.code, err: problem }
    : { denial: problem.kind };
}
