import "server-only";
import type { Route } from "next";
import { revalidatePath } from "next/cache";
import { redirect, unstable_rethrow } from "next/navigation";
import type { z } from "zod";
import { describeDenial } from "~/lib/auth/explain";
import { requireFresh } from "~/lib/auth/fresh-session";
import { assertRule, decide, type GatedPath } from "~/lib/auth/policy";
import { getSession, type Session } from "~/lib/auth/session";
import { expireSessionToken, isPlainFormPost } from "~/lib/auth/without-javascript";
import { DbError, type DbErrorCode, fieldErrorsOf, type Result } from "~/lib/firebase/errors";
import type { Logger } from "~/lib/logger";
import { requestLogger } from "~/lib/request-id";

export type ActionFailure = {
  success: false;
  /** A sentence for the user. */
  error: string;
  code: DbErrorCode;
  /** By field name, what to correct; `form` for the form as a whole. */
  fieldErrors?: Record<string, string[]>;
  /** Whether the same input may succeed when it is sent again. */
  retryable?: boolean;
  /** Milliseconds the service asked to wait before that. */
  retryAfterMs?: number;
  /** What was entered, to show again: React and browsers both empty a form that was sent. */
  entered?: Record<string, string>;
};

export type ActionResponse<Data> = { success: true; data: Data; message?: string } | ActionFailure;

/** What `useActionState` and `<form action>` take. The input is hostile whatever its type says. */
export type Action<Data> = (
  previous: ActionResponse<Data> | null,
  input: FormData | object,
) => Promise<ActionResponse<Data>>;

/** An action that redirects on success and answers on failure only. */
export type RedirectAction = (
  previous: ActionFailure | null,
  input: FormData | object,
) => Promise<ActionFailure>;

interface ActionContext {
  session: Session;
  log: Logger;
}

interface ActionSpec<Schema extends z.ZodType, Data> {
  /** Its name in the log. */
  name: string;
  /** The policy path whose rule guards it: the page it belongs to. */
  access: GatedPath;
  /** Ask Clerk instead of trusting a token up to 60 s old: for roles, private data, money. */
  fresh?: true;
  /** The fields of the form; use `z.strictObject`, so that unknown ones are refused. */
  input: Schema;
  /** Who acts comes from `session`, never from the input. */
  run(input: z.output<Schema>, context: ActionContext): Promise<Result<Data>>;
}

function textsOf(input: FormData | object): Record<string, string> | undefined {
  if (!(input instanceof FormData)) return undefined;
  const texts = [...input].filter(
    (entry): entry is [string, string] =>
      typeof entry[1] === "string" && !entry[0].startsWith("$ACTION_"),
  );
  return Object.fromEntries(texts);
}

function failure(error: DbError, input: FormData | object): ActionFailure {
  const entered = textsOf(input);
  return {
    success: false,
    error: error.message,
    code: error.code,
    ...(error.fieldErrors && { fieldErrors: error.fieldErrors }),
    ...(error.isRetryable && { retryable: true }),
    ...(error.retryAfterMs !== undefined && { retryAfterMs: error.retryAfterMs }),
    ...(entered && { entered }),
  };
}

/** Field names to values; a name that stands more than once becomes a list. */
function fieldsOf(input: unknown): unknown {
  if (!(input instanceof FormData)) return input;
  const fields = new Map<string, FormDataEntryValue | FormDataEntryValue[]>();
  for (const name of new Set(input.keys())) {
    // React adds fields of its own to forms that are sent before hydration.
    if (name.startsWith("$ACTION_")) continue;
    const [first, ...more] = input.getAll(name);
    if (first !== undefined) fields.set(name, more.length > 0 ? [first, ...more] : first);
  }
  return Object.fromEntries(fields);
}

async function admit(access: GatedPath, fresh: boolean): Promise<Result<Session>> {
  if (fresh) return requireFresh(access);
  const session = await getSession();
  const decision = decide(access, session?.claims ?? null);
  if (decision.kind === "allow" && session) return [null, session];
  const signedOut = !session || decision.kind === "sign-in";
  return [
    new DbError(signedOut ? "unauthenticated" : "permission-denied", {
      resource: `policy${access}`,
      message: describeDenial(
        signedOut || decision.kind === "allow" ? { kind: "sign-in" } : decision,
      ),
    }),
    null,
  ];
}

async function perform<Schema extends z.ZodType, Data>(
  spec: ActionSpec<Schema, Data>,
  input: unknown,
): Promise<Result<Data>> {
  const log = (await requestLogger({ module: "action" })).child({ action: spec.name });
  const resource = `actions/${spec.name}`;
  try {
    const [denied, session] = await admit(spec.access, spec.fresh === true);
    if (denied) {
      log.warn({ errorCode: denied.code }, "Action refused");
      return [denied, null];
    }
    const parsed = spec.input.safeParse(fieldsOf(input));
    if (!parsed.success) {
      const fieldErrors = fieldErrorsOf(parsed.error);
      log.info(
        { userId: session.userId, fields: Object.keys(fieldErrors) },
        "Action input refused",
      );
      const message = "Please check the highlighted fields.";
      return [DbError.validation({ resource, message, fieldErrors }), null];
    }
    const [error, data] = await spec.run(parsed.data, { session, log });
    if (error) {
      log.warn({ userId: session.userId, errorCode: error.code, err: error }, "Action failed");
      return [error, null];
    }
    return [null, data];
  } catch (error) {
    // Next's own control flow (redirect, notFound) travels as an exception.
    unstable_rethrow(error);
    log.error({ err: error }, "Action threw");
    return [DbError.internal({ resource, cause: error }), null];
  }
}

/** What an action that changes its visitor's own claims answers: where they go with the new ones. */
type Onward = { redirectTo: Route };

interface Answering<Data> {
  /** What to say on success. Stands last: TypeScript learns what `run` answers from left to right. */
  message?: (data: Data) => string;
}

/**
 * The one way to write an action: guard, input schema, handler. Never throws to the client.
 *
 * One that changes the claims of the visitor who runs it says `changesClaims: true` and answers
 * `{ redirectTo }`; its form goes through `useClaimsUpdate`. Then no page cached in the browser is
 * reused, and the next one has the new claims.
 * @example
 * export const rename = action({ name: "rename", access: "/team", input: schema, run: … });
 */
export function action<Schema extends z.ZodType, Data extends Onward>(
  spec: ActionSpec<Schema, Data> & { changesClaims: true } & Answering<Data>,
): Action<Data>;
export function action<Schema extends z.ZodType, Data>(
  spec: ActionSpec<Schema, Data> & { changesClaims?: never } & Answering<Data>,
): Action<Data>;
export function action<Schema extends z.ZodType, Data>(
  spec: ActionSpec<Schema, Data> & { changesClaims?: true } & Answering<Data>,
): Action<Data> {
  assertRule(spec.access);
  return async (_previous, input) => {
    const [error, data] = await perform(spec, input);
    if (error) return failure(error, input);
    // The first overload has seen to it that `run` answers an Onward.
    if (spec.changesClaims) await bringNewClaims(data as Onward);
    return { success: true, data, ...(spec.message && { message: spec.message(data) }) };
  };
}

/** The browser holds a token with the old claims: nothing that it cached with them may be reused. */
async function bringNewClaims({ redirectTo }: Onward): Promise<void> {
  revalidatePath("/", "layout");
  // With JavaScript, `useClaimsUpdate` goes on from here.
  if (!(await isPlainFormPost())) return;
  await expireSessionToken();
  redirect(redirectTo);
}

/** Like `action`, for a form that leads on: `run` answers the path to go to. */
export function redirectAction<Schema extends z.ZodType>(
  spec: ActionSpec<Schema, Parameters<typeof redirect>[0]>,
): RedirectAction {
  assertRule(spec.access);
  return async (_previous, input) => {
    const [error, path] = await perform(spec, input);
    return error ? failure(error, input) : redirect(path);
  };
}
