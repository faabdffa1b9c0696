import type { Context } from "hono";
import { z } from "zod";
import { ClerkError, formError, fromZod, notImplemented } from "./errors.ts";
import type { Env } from "./instance.ts";

/** What the Backend API alone takes: Clerk refuses a browser that sends it by the parameter's name. */
const BACKEND_ONLY = ["public_metadata", "private_metadata"];

/** The form that clerk-js sends; parameters the schema does not name are left out. 422 when it does not fit. */
export async function readForm<T>(c: Context<Env>, schema: z.ZodType<T>): Promise<T> {
  const form = await c.req.parseBody();
  const unknown = BACKEND_ONLY.find((name) => name in form);
  if (unknown) {
    const text = `${unknown} is not a valid parameter for this request.`;
    throw formError("form_param_unknown", "is unknown", text, unknown);
  }
  const parsed = schema.safeParse(form, { reportInput: true });
  if (!parsed.success) throw fromZod(parsed.error);
  return parsed.data;
}

/** The JSON body of a Backend API call, `{}` when there is none. 400 when it is not JSON, 422 when it does not fit. */
export async function readJson<T>(c: Context<Env>, schema: z.ZodType<T>): Promise<T> {
  const parsed = schema.safeParse(parseJson(await c.req.text()), { reportInput: true });
  if (!parsed.success) throw fromZod(parsed.error);
  return parsed.data;
}

/** The JSON body of a control call; 400 that names the field when it does not fit. */
export async function readStrict<T>(c: Context<Env>, schema: z.ZodType<T>): Promise<T> {
  const parsed = schema.safeParse(parseJson(await c.req.text()));
  if (parsed.success) return parsed.data;
  throw new ClerkError(400, "control_body_invalid", "Invalid body", z.prettifyError(parsed.error));
}

/** The query with each parameter as a list of its values. 422 when it does not fit, 501 for what it does not name. */
export function readQuery<T>(c: Context<Env>, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(c.req.queries(), { reportInput: true });
  if (!parsed.success) throw fromZod(parsed.error);
  return parsed.data;
}

function parseJson(text: string): unknown {
  if (text === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new ClerkError(
      400,
      "request_body_invalid",
      "Request body invalid",
      "The request body is not valid JSON.",
    );
  }
}

/** clerk-js writes null as empty text. */
export const nullableText = z
  .string()
  .trim()
  .transform((text) => (text === "" ? null : text));

export const metadataSchema = z.record(z.string(), z.json());

/** Metadata inside a form is JSON in a text field. */
export const metadataText = z.string().transform((text, context) => {
  try {
    return metadataSchema.parse(JSON.parse(text));
  } catch {
    context.addIssue({ code: "custom", message: "must be a JSON object" });
    return z.NEVER;
  }
});

export const emailText = z
  .string()
  .trim()
  .toLowerCase()
  .pipe(z.email("must be a valid email address"));

/** One of these strategies; Clerk has others, which answer 501. */
export function knownStrategy<const S extends string>(strategies: readonly S[]): z.ZodType<S> {
  return z.string().transform((text) => {
    const known = strategies.find((one) => one === text);
    if (known) return known;
    throw notImplemented(`the strategy ${text} here`);
  });
}

/** `oauth_google`, or one of these. */
export function oauthOr<const S extends string>(
  strategies: readonly S[],
): z.ZodType<S | `oauth_${string}`> {
  return z.union([z.templateLiteral(["oauth_", z.string()]), knownStrategy(strategies)]);
}
