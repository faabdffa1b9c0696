import { randomBytes } from "node:crypto";
import type { ClerkAPIErrorJSON } from "@clerk/shared/types";
import type { z } from "zod";

type Status = 400 | 401 | 403 | 404 | 405 | 422 | 429 | 500 | 501;

/** What an error says besides its text, such as `{ param_name: "email_address" }`. */
export type ErrorMeta = NonNullable<ClerkAPIErrorJSON["meta"]> & { permissions?: string[] };

/** A refusal in Clerk's words; the server renders it as `{ errors: [...] }`. https://clerk.com/docs/guides/development/errors/overview */
export class ClerkError extends Error {
  readonly status: Status;
  readonly code: string;
  readonly longMessage: string;
  readonly meta: ErrorMeta | undefined;

  /** @param about the parameter that it is about, or all that its `meta` says */
  constructor(
    status: Status,
    code: string,
    message: string,
    longMessage = message,
    about?: string | ErrorMeta,
  ) {
    super(message);
    this.name = "ClerkError";
    this.status = status;
    this.code = code;
    this.longMessage = longMessage;
    this.meta = typeof about === "string" ? { param_name: about } : about;
  }
}

export interface ErrorBody {
  errors: ClerkAPIErrorJSON[];
  clerk_trace_id: string;
}

export function errorBody(
  code: string,
  message: string,
  longMessage: string,
  meta?: ErrorMeta,
): ErrorBody {
  return {
    errors: [{ code, message, long_message: longMessage, ...(meta && { meta }) }],
    clerk_trace_id: randomBytes(16).toString("hex"),
  };
}

/** 422 about one field of a form. */
export function formError(
  code: string,
  message: string,
  longMessage: string,
  param: string,
): ClerkError {
  return new ClerkError(422, code, message, longMessage, param);
}

export function notFound(kind: string, id: string): ClerkError {
  return new ClerkError(
    404,
    "resource_not_found",
    "not found",
    `No ${kind} was found with id ${id}.`,
  );
}

export function notImplemented(what: string): ClerkError {
  return new ClerkError(
    501,
    "not_implemented_locally",
    `The local Clerk does not implement ${what}.`,
  );
}

/** The browser's client has no live session: clerk-js answers any 401 by fetching the client again. */
export function signedOut(): ClerkError {
  return new ClerkError(
    401,
    "authentication_invalid",
    "Invalid authentication",
    "Unable to authenticate the request, you need to supply an active session.",
  );
}

/** Clerk's error for the first thing zod found wrong with a body or a query. */
export function fromZod(error: z.ZodError): ClerkError {
  const issue = error.issues[0];
  if (issue?.code === "unrecognized_keys") {
    return notImplemented(`the parameter ${issue.keys.join(", ")} here`);
  }
  // Clerk names the parameter, not its place in a list.
  const param = issue?.path.filter((part) => typeof part === "string").join(".") ?? "";
  const missing = issue?.code === "invalid_type" && issue.input === undefined;
  return missing
    ? formError("form_param_missing", "is missing", `${param} must be included.`, param)
    : formError(
        "form_param_format_invalid",
        "is invalid",
        `${param}: ${issue?.message ?? "is invalid"}`,
        param,
      );
}
