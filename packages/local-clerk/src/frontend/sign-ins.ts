import { type Context, Hono } from "hono";
import { z } from "zod";
import { readForm } from "../body.ts";
import { ClerkError, formError, notFound, notImplemented } from "../errors.ts";
import { newId } from "../ids.ts";
import type { Env, Instance } from "../instance.ts";
import { checkPassword, passwordMatches } from "../passwords.ts";
import type { ClientRecord, SignInRecord, UserRecord } from "../records.ts";
import { signInJSON } from "../resources/sign-in.ts";
import { endSessionsOf, startSession } from "../sessions.ts";
import { redeemSignInToken } from "../sign-in-tokens.ts";
import { findUserByEmail, getUser, setPassword } from "../users.ts";
import { attemptCode, prepareCode, TEST_CODE } from "../verification-codes.ts";
import { caller, ensureClient, findClient, setRefreshCookie, withClient } from "./browser.ts";
import { checkSignedOut } from "./sign-ups.ts";

const createSchema = z.object({
  identifier: z.string().optional(),
  password: z.string().optional(),
  strategy: z.string().optional(),
  ticket: z.string().optional(),
});

const codeStrategies = z.enum(["email_code", "reset_password_email_code"]);
const prepareSchema = z.object({
  strategy: codeStrategies,
  email_address_id: z.string().optional(),
});
const attemptSchema = z.discriminatedUnion("strategy", [
  z.object({ strategy: z.literal("password"), password: z.string() }),
  z.object({ strategy: codeStrategies, code: z.string(), password: z.string().optional() }),
]);
const resetSchema = z.object({
  password: z.string(),
  sign_out_of_other_sessions: z.string().optional(),
});

function checkUserPassword(user: UserRecord, password: string): void {
  if (passwordMatches(password, user.passwordHash)) return;
  const text = "Password is incorrect. Try again, or use another method.";
  throw formError("form_password_incorrect", "is incorrect", text, "password");
}

function complete(
  c: Context<Env>,
  instance: Instance,
  client: ClientRecord,
  signIn: SignInRecord,
): void {
  const session = startSession(instance, client, getUser(instance, signIn.userId), caller(c));
  signIn.status = "complete";
  signIn.createdSessionId = session.id;
  setRefreshCookie(c, instance, session);
}

/** The user that the first call of a sign-in names, by ticket or by email address. */
function identify(
  instance: Instance,
  { identifier, strategy, ticket }: z.infer<typeof createSchema>,
): UserRecord {
  if (strategy === "ticket") return redeemSignInToken(instance, ticket ?? "");
  if (strategy !== undefined && strategy !== "password" && strategy !== "email_code") {
    throw notImplemented(`signing in by ${strategy}`);
  }
  if (!identifier) {
    throw formError(
      "form_param_missing",
      "is missing",
      "identifier must be included.",
      "identifier",
    );
  }
  const user = findUserByEmail(instance, identifier.trim());
  if (!user) {
    const text = "Couldn't find your account.";
    throw formError("form_identifier_not_found", text, text, "identifier");
  }
  return user;
}

export function signIns(instance: Instance): Hono<Env> {
  const routes = new Hono<Env>();

  function find(
    c: Context<Env>,
    id: string,
  ): { client: ClientRecord; signIn: SignInRecord; user: UserRecord } {
    const client = findClient(c, instance);
    if (client?.signIn?.id !== id) throw notFound("sign-in", id);
    return { client, signIn: client.signIn, user: getUser(instance, client.signIn.userId) };
  }

  function answer(c: Context<Env>, client: ClientRecord, signIn: SignInRecord): Promise<Response> {
    instance.store.changed();
    return withClient(c, instance, client, signInJSON(instance, signIn));
  }

  routes.post("/client/sign_ins", async (c) => {
    const fields = await readForm(c, createSchema);
    const client = ensureClient(c, instance);
    checkSignedOut(instance, client);
    const user = identify(instance, fields);
    if (fields.password !== undefined) checkUserPassword(user, fields.password);
    const signIn: SignInRecord = {
      id: newId("signIn"),
      userId: user.id,
      identifier: fields.identifier ?? "",
      status: "needs_first_factor",
      code: null,
      createdSessionId: null,
    };
    client.signIn = signIn;
    if (fields.password !== undefined || fields.strategy === "ticket")
      complete(c, instance, client, signIn);
    return answer(c, client, signIn);
  });

  routes.get("/client/sign_ins/:id", async (c) => {
    const { client, signIn } = find(c, c.req.param("id"));
    return answer(c, client, signIn);
  });

  routes.post("/client/sign_ins/:id/prepare_first_factor", async (c) => {
    const { strategy, email_address_id } = await readForm(c, prepareSchema);
    const { client, signIn, user } = find(c, c.req.param("id"));
    const emailId = email_address_id ?? user.primaryEmailId;
    const email = user.emails.find((one) => one.id === emailId);
    if (!email) throw notFound("email address", emailId ?? "");
    signIn.code = prepareCode(strategy, email.id);
    instance.log(`The code for ${email.address} is ${TEST_CODE}.`);
    return answer(c, client, signIn);
  });

  routes.post("/client/sign_ins/:id/attempt_first_factor", async (c) => {
    const attempt = await readForm(c, attemptSchema);
    const { client, signIn, user } = find(c, c.req.param("id"));
    checkSignedOut(instance, client);
    if (attempt.strategy === "password") {
      checkUserPassword(user, attempt.password);
      complete(c, instance, client, signIn);
    } else {
      attemptCode(signIn.code?.strategy === attempt.strategy ? signIn.code : null, attempt.code);
      if (attempt.strategy === "email_code") complete(c, instance, client, signIn);
      else signIn.status = "needs_new_password";
    }
    return answer(c, client, signIn);
  });

  routes.post("/client/sign_ins/:id/reset_password", async (c) => {
    const { password, sign_out_of_other_sessions } = await readForm(c, resetSchema);
    const { client, signIn, user } = find(c, c.req.param("id"));
    if (signIn.status !== "needs_new_password") {
      throw new ClerkError(
        400,
        "verification_missing",
        "Verification missing",
        "Verify the code first.",
      );
    }
    checkPassword(password);
    setPassword(instance, user, password);
    if (sign_out_of_other_sessions === "true") endSessionsOf(instance, user);
    complete(c, instance, client, signIn);
    return answer(c, client, signIn);
  });

  return routes;
}
