import { type Context, Hono } from "hono";
import { z } from "zod";
import { knownStrategy, oauthOr, readForm } from "../body.ts";
import { ClerkError, formError, notFound } from "../errors.ts";
import { findUserByIdentifier } from "../identifiers.ts";
import { newId } from "../ids.ts";
import type { Env, Instance } from "../instance.ts";
import { beginOAuth, transferToSignIn } from "../oauth.ts";
import { checkPassword, passwordMatches } from "../passwords.ts";
import type { ClientRecord, CodeRecord, SignInRecord, UserRecord } from "../records.ts";
import { signInJSON } from "../resources/sign-in.ts";
import { sendCode } from "../send-code.ts";
import { endSessionsOf, liveSessions, startSession } from "../sessions.ts";
import { type Redeemed, redeemTicket } from "../tickets.ts";
import { checkMaySignIn } from "../user-state.ts";
import { getUser, setPassword } from "../users.ts";
import { attemptCode, prepareCode } from "../verification-codes.ts";
import {
  appOrigin,
  caller,
  ensureClient,
  findClient,
  setRefreshCookie,
  withClient,
} from "./browser.ts";
import { checkSignedOut } from "./sign-ups.ts";

const CODES = [
  "email_code",
  "phone_code",
  "reset_password_email_code",
  "reset_password_phone_code",
] as const satisfies readonly CodeRecord["strategy"][];

const createSchema = z.object({
  identifier: z.string().optional(),
  password: z.string().optional(),
  strategy: oauthOr(["password", "ticket", ...CODES]).optional(),
  ticket: z.string().optional(),
  transfer: z.string().optional(),
  redirect_url: z.string().optional(),
});
type Fields = z.infer<typeof createSchema>;

const prepareSchema = z.object({
  strategy: knownStrategy(CODES),
  email_address_id: z.string().optional(),
  phone_number_id: z.string().optional(),
});
const attemptSchema = z.object({
  strategy: knownStrategy(["password", ...CODES]),
  password: z.string().optional(),
  code: z.string().optional(),
});
const resetSchema = z.object({
  password: z.string(),
  sign_out_of_other_sessions: z.string().optional(),
});

function checkUserPassword(user: UserRecord, password: string): void {
  if (passwordMatches(password, user.passwordHash)) return;
  const text = "Password is incorrect. Try again, or use another method.";
  throw formError("form_password_incorrect", "is incorrect", text, "password");
}

function required(value: string | undefined, param: string): string {
  if (value !== undefined && value !== "") return value;
  throw formError("form_param_missing", "is missing", `${param} must be included.`, param);
}

function identify(instance: Instance, identifier: string | undefined): UserRecord {
  const user = findUserByIdentifier(instance, required(identifier, "identifier").trim());
  if (user) return user;
  const text = "Couldn't find your account.";
  throw formError("form_identifier_not_found", text, text, "identifier");
}

/** With multi-session handling, clerk-js makes the session that this names the active one. */
function checkNotSignedIn(instance: Instance, client: ClientRecord, user: UserRecord): void {
  const session = liveSessions(instance, client).find(({ userId }) => userId === user.id);
  if (!session) return;
  const text = "You're already signed in";
  const about = { session_id: session.id };
  throw new ClerkError(400, "identifier_already_signed_in", text, text, about);
}

function newSignIn(user: UserRecord | null, identifier: string): SignInRecord {
  return {
    id: newId("signIn"),
    userId: user?.id ?? null,
    identifier,
    status: user ? "needs_first_factor" : "needs_identifier",
    code: null,
    oauth: null,
    createdSessionId: null,
  };
}

/** "Sends" a code to one of the user's own addresses or numbers: the one that is named, or the primary one. */
function prepare(
  instance: Instance,
  user: UserRecord,
  { strategy, email_address_id, phone_number_id }: z.infer<typeof prepareSchema>,
): CodeRecord {
  if (strategy.includes("phone")) {
    const id = phone_number_id ?? user.primaryPhoneId;
    const phone = user.phones.find((one) => one.id === id);
    if (!phone) throw notFound("phone number", id ?? "");
    sendCode(instance, phone.number);
    return prepareCode(strategy, null);
  }
  const id = email_address_id ?? user.primaryEmailId;
  const email = user.emails.find((one) => one.id === id);
  if (!email) throw notFound("email address", id ?? "");
  sendCode(instance, email.address);
  return prepareCode(strategy, email.id);
}

export function signIns(instance: Instance): Hono<Env> {
  const routes = new Hono<Env>();

  function find(
    c: Context<Env>,
    id: string,
  ): { client: ClientRecord; signIn: SignInRecord; user: UserRecord } {
    const client = findClient(c, instance);
    const signIn = client?.signIn;
    if (!client || signIn?.id !== id) throw notFound("sign-in", id);
    if (signIn.userId === null) throw notFound("user of the sign-in", id);
    return { client, signIn, user: getUser(instance, signIn.userId) };
  }

  function answer(c: Context<Env>, client: ClientRecord, signIn: SignInRecord): Promise<Response> {
    instance.store.changed();
    return withClient(c, instance, client, signInJSON(instance, signIn));
  }

  function complete(
    c: Context<Env>,
    client: ClientRecord,
    signIn: SignInRecord,
    { user, actor, sessionSeconds }: Redeemed,
  ): void {
    checkMaySignIn(user);
    const session = startSession(instance, client, user, caller(c), { actor, sessionSeconds });
    signIn.status = "complete";
    signIn.createdSessionId = session.id;
    setRefreshCookie(c, instance, session);
  }

  function create(c: Context<Env>, client: ClientRecord, fields: Fields): SignInRecord {
    const { strategy, identifier, password } = fields;
    if (fields.transfer === "true") {
      const user = transferToSignIn(instance, client);
      const signIn = newSignIn(user, identifier ?? "");
      complete(c, client, signIn, { user, actor: null });
      return signIn;
    }
    if (strategy === "ticket" || fields.ticket !== undefined) {
      const redeemed = redeemTicket(instance, fields.ticket ?? "");
      const signIn = newSignIn(redeemed.user, "");
      complete(c, client, signIn, redeemed);
      return signIn;
    }
    if (strategy?.startsWith("oauth_")) {
      const signIn = newSignIn(null, identifier ?? "");
      const ownUrl = new URL(c.req.url).origin;
      const redirectUrl = fields.redirect_url;
      const start = { strategy, redirectUrl, appOrigin: appOrigin(c), ownUrl };
      signIn.oauth = beginOAuth(instance, start);
      return signIn;
    }
    const user = identify(instance, identifier);
    checkNotSignedIn(instance, client, user);
    checkMaySignIn(user);
    const signIn = newSignIn(user, identifier ?? "");
    if (password !== undefined) {
      checkUserPassword(user, password);
      complete(c, client, signIn, { user, actor: null });
    }
    // A strategy in the first call means: at once.
    const code = CODES.find((one) => one === strategy);
    if (code && password === undefined) signIn.code = prepare(instance, user, { strategy: code });
    return signIn;
  }

  routes.post("/client/sign_ins", async (c) => {
    const fields = await readForm(c, createSchema);
    const client = ensureClient(c, instance);
    checkSignedOut(instance, client);
    const signIn = create(c, client, fields);
    client.signIn = signIn;
    return answer(c, client, signIn);
  });

  routes.get("/client/sign_ins/:id", async (c) => {
    const client = findClient(c, instance);
    if (client?.signIn?.id !== c.req.param("id")) throw notFound("sign-in", c.req.param("id"));
    return answer(c, client, client.signIn);
  });

  routes.post("/client/sign_ins/:id/prepare_first_factor", async (c) => {
    const fields = await readForm(c, prepareSchema);
    const { client, signIn, user } = find(c, c.req.param("id"));
    signIn.code = prepare(instance, user, fields);
    return answer(c, client, signIn);
  });

  routes.post("/client/sign_ins/:id/attempt_first_factor", async (c) => {
    const { strategy, code, password } = await readForm(c, attemptSchema);
    const { client, signIn, user } = find(c, c.req.param("id"));
    checkSignedOut(instance, client);
    checkMaySignIn(user);
    if (strategy === "password") {
      checkUserPassword(user, required(password, "password"));
      complete(c, client, signIn, { user, actor: null });
      return answer(c, client, signIn);
    }
    const prepared = signIn.code?.strategy === strategy ? signIn.code : null;
    attemptCode(prepared, required(code, "code"));
    if (strategy === "email_code" || strategy === "phone_code") {
      complete(c, client, signIn, { user, actor: null });
    } else {
      signIn.status = "needs_new_password";
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
    complete(c, client, signIn, { user, actor: null });
    return answer(c, client, signIn);
  });

  return routes;
}
