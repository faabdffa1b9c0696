import { type Context, Hono } from "hono";
import { z } from "zod";
import {
  emailText,
  knownStrategy,
  metadataText,
  nullableText,
  oauthOr,
  readForm,
} from "../body.ts";
import { ClerkError, formError, notFound } from "../errors.ts";
import { checkFeature, checkPhoneIsFree, checkUsername, phoneText } from "../identifiers.ts";
import type { Env, Instance } from "../instance.ts";
import { redeemInvitation } from "../invitations.ts";
import { checkMetadata } from "../metadata.ts";
import { beginOAuth, transferToSignUp } from "../oauth.ts";
import { signUpByTicket } from "../organizations/invitations.ts";
import { checkPassword, hashPassword } from "../passwords.ts";
import type { ClientRecord, SignUpRecord } from "../records.ts";
import { signUpJSON } from "../resources/sign-up.ts";
import { sendCode } from "../send-code.ts";
import { liveSessions } from "../sessions.ts";
import { checkNewEmail, finishSignUp, newSignUp } from "../sign-up-flow.ts";
import { attemptCode, prepareCode } from "../verification-codes.ts";
import {
  appOrigin,
  caller,
  ensureClient,
  findClient,
  setRefreshCookie,
  withClient,
} from "./browser.ts";

const formSchema = z.object({
  email_address: emailText.optional(),
  phone_number: phoneText.optional(),
  username: nullableText.optional(),
  password: z.string().optional(),
  first_name: nullableText.optional(),
  last_name: nullableText.optional(),
  unsafe_metadata: metadataText.optional(),
  strategy: oauthOr(["password", "ticket", "email_code", "phone_code"]).optional(),
  ticket: z.string().optional(),
  transfer: z.string().optional(),
  redirect_url: z.string().optional(),
});
const emptyPhone = z.looseObject({ email_address: z.string().min(1), phone_number: z.literal("") });
/** Clerk's form sends a phone number that nobody entered as empty text, beside the email address. */
const fieldsSchema = z.preprocess((form) => {
  const { success, data } = emptyPhone.safeParse(form);
  return success ? { ...data, phone_number: undefined } : form;
}, formSchema);
type Fields = z.infer<typeof fieldsSchema>;

const codeStrategy = knownStrategy(["email_code", "phone_code"]);
const prepareSchema = z.object({ strategy: codeStrategy });
const attemptSchema = prepareSchema.extend({ code: z.string() });

/** Without multi-session handling, who is signed in signs out before signing in or up again. */
export function checkSignedOut(instance: Instance, client: ClientRecord): void {
  const session = liveSessions(instance, client)[0];
  if (!session || instance.settings.multiSession) return;
  throw new ClerkError(
    400,
    "session_exists",
    "Session already exists",
    "You're currently in single session mode. You can only be signed into one account at a time.",
  );
}

/** An invitation to an organization or to the app; 400 when the ticket is neither's. */
function startByTicket(instance: Instance, signUp: SignUpRecord, ticket: string): void {
  if (signUpByTicket(instance, signUp, ticket)) return;
  const invitation = redeemInvitation(instance, ticket);
  signUp.applicationInvitationId = invitation.id;
  signUp.email = invitation.email;
}

/** A ticket or a social provider, which tell the rest. */
function start(c: Context<Env>, instance: Instance, signUp: SignUpRecord, fields: Fields): void {
  const { strategy, ticket } = fields;
  if (ticket !== undefined || strategy === "ticket") {
    startByTicket(instance, signUp, ticket ?? "");
  } else if (strategy?.startsWith("oauth_")) {
    const oauth = { strategy, redirectUrl: fields.redirect_url, appOrigin: appOrigin(c) };
    signUp.oauth = beginOAuth(instance, { ...oauth, ownUrl: new URL(c.req.url).origin });
  }
}

function fillIdentifiers(instance: Instance, signUp: SignUpRecord, fields: Fields): void {
  const { email_address, phone_number, username } = fields;
  if (email_address !== undefined && email_address !== signUp.email) {
    checkNewEmail(instance, email_address);
    signUp.email = email_address;
    signUp.code = null;
    signUp.applicationInvitationId = null;
    signUp.organizationInvitationId = null;
  }
  if (phone_number !== undefined && phone_number !== signUp.phone) {
    checkFeature(instance, "phone", "phone_number");
    checkPhoneIsFree(instance, phone_number);
    signUp.phone = phone_number;
    signUp.phoneCode = null;
  }
  if (username !== undefined && username !== null) {
    checkFeature(instance, "username", "username");
    signUp.username = checkUsername(instance, username);
  }
}

function fill(instance: Instance, signUp: SignUpRecord, fields: Fields): void {
  fillIdentifiers(instance, signUp, fields);
  if (fields.password !== undefined) {
    checkPassword(fields.password);
    signUp.passwordHash = hashPassword(fields.password);
  }
  if (fields.first_name !== undefined) signUp.firstName = fields.first_name;
  if (fields.last_name !== undefined) signUp.lastName = fields.last_name;
  if (fields.unsafe_metadata !== undefined) {
    signUp.unsafeMetadata = checkMetadata("unsafe_metadata", fields.unsafe_metadata);
  }
}

/** A code that is asked for in the call that gives the address or the number. */
function prepareAtOnce(instance: Instance, signUp: SignUpRecord, { strategy }: Fields): void {
  if (strategy === "email_code" || strategy === "phone_code") prepare(instance, signUp, strategy);
}

function prepare(
  instance: Instance,
  signUp: SignUpRecord,
  strategy: "email_code" | "phone_code",
): void {
  const param = strategy === "email_code" ? "email_address" : "phone_number";
  const to = strategy === "email_code" ? signUp.email : signUp.phone;
  if (!to) throw formError("form_param_missing", "is missing", `${param} must be included.`, param);
  const code = prepareCode(strategy, null);
  if (strategy === "email_code") signUp.code = code;
  else signUp.phoneCode = code;
  sendCode(instance, to);
}

export function signUps(instance: Instance): Hono<Env> {
  const routes = new Hono<Env>();

  function find(c: Context<Env>, id: string): { client: ClientRecord; signUp: SignUpRecord } {
    const client = findClient(c, instance);
    if (client?.signUp?.id !== id) throw notFound("sign-up", id);
    return { client, signUp: client.signUp };
  }

  function finish(c: Context<Env>, client: ClientRecord, signUp: SignUpRecord): void {
    const session = finishSignUp(instance, client, signUp, caller(c));
    if (session) setRefreshCookie(c, instance, session);
  }

  function answer(c: Context<Env>, client: ClientRecord, signUp: SignUpRecord): Promise<Response> {
    instance.store.changed();
    return withClient(c, instance, client, signUpJSON(instance, signUp));
  }

  routes.post("/client/sign_ups", async (c) => {
    const fields = await readForm(c, fieldsSchema);
    const client = ensureClient(c, instance);
    checkSignedOut(instance, client);
    const signUp = newSignUp();
    if (fields.transfer === "true") transferToSignUp(instance, client, signUp);
    start(c, instance, signUp, fields);
    fill(instance, signUp, fields);
    prepareAtOnce(instance, signUp, fields);
    client.signUp = signUp;
    finish(c, client, signUp);
    return answer(c, client, signUp);
  });

  routes.get("/client/sign_ups/:id", async (c) => {
    const { client, signUp } = find(c, c.req.param("id"));
    return answer(c, client, signUp);
  });

  routes.patch("/client/sign_ups/:id", async (c) => {
    const fields = await readForm(c, fieldsSchema);
    const { client, signUp } = find(c, c.req.param("id"));
    start(c, instance, signUp, fields);
    fill(instance, signUp, fields);
    prepareAtOnce(instance, signUp, fields);
    finish(c, client, signUp);
    return answer(c, client, signUp);
  });

  routes.post("/client/sign_ups/:id/prepare_verification", async (c) => {
    const { strategy } = await readForm(c, prepareSchema);
    const { client, signUp } = find(c, c.req.param("id"));
    prepare(instance, signUp, strategy);
    return answer(c, client, signUp);
  });

  routes.post("/client/sign_ups/:id/attempt_verification", async (c) => {
    const { strategy, code } = await readForm(c, attemptSchema);
    const { client, signUp } = find(c, c.req.param("id"));
    attemptCode(strategy === "email_code" ? signUp.code : (signUp.phoneCode ?? null), code);
    finish(c, client, signUp);
    return answer(c, client, signUp);
  });

  return routes;
}
