import { type Context, Hono } from "hono";
import { z } from "zod";
import { emailText, metadataText, nullableText, readForm } from "../body.ts";
import { ClerkError, formError, notFound, notImplemented } from "../errors.ts";
import { newId } from "../ids.ts";
import type { Env, Instance } from "../instance.ts";
import { checkMetadata } from "../metadata.ts";
import { checkPassword, hashPassword } from "../passwords.ts";
import type { ClientRecord, SignUpRecord } from "../records.ts";
import { isVerified, missingFields, signUpJSON } from "../resources/sign-up.ts";
import { liveSessions, startSession } from "../sessions.ts";
import { checkEmailIsFree, createUser } from "../users.ts";
import { attemptCode, prepareCode, TEST_CODE } from "../verification-codes.ts";
import { caller, ensureClient, findClient, setRefreshCookie, withClient } from "./browser.ts";

const fieldsSchema = z.object({
  email_address: emailText.optional(),
  password: z.string().optional(),
  first_name: nullableText.optional(),
  last_name: nullableText.optional(),
  unsafe_metadata: metadataText.optional(),
  strategy: z.string().optional(),
});

const codeStrategy = z.object({ strategy: z.literal("email_code") });
const codeAttempt = codeStrategy.extend({ code: z.string() });

const DAY_MS = 86_400_000;

/** One session a client: somebody who is signed in signs out before signing in or up again. */
export function checkSignedOut(instance: Instance, client: ClientRecord): void {
  const session = liveSessions(instance, client)[0];
  if (!session) return;
  throw new ClerkError(
    400,
    "session_exists",
    "Session already exists",
    "You're currently in single session mode. You can only be signed into one account at a time.",
  );
}

function fill(
  instance: Instance,
  signUp: SignUpRecord,
  fields: z.infer<typeof fieldsSchema>,
): void {
  if (fields.strategy !== undefined) throw notImplemented(`signing up by ${fields.strategy}`);
  if (fields.email_address !== undefined && fields.email_address !== signUp.email) {
    checkEmailIsFree(instance, fields.email_address);
    signUp.email = fields.email_address;
    signUp.code = null;
  }
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

/** Turns a sign-up that has all it needs into a user with a session. */
function finish(
  c: Context<Env>,
  instance: Instance,
  client: ClientRecord,
  signUp: SignUpRecord,
): void {
  if (signUp.email === null || missingFields(signUp).length > 0 || !isVerified(signUp)) return;
  checkEmailIsFree(instance, signUp.email); // somebody else may have finished first
  const user = createUser(instance, {
    emails: [signUp.email],
    passwordHash: signUp.passwordHash,
    firstName: signUp.firstName,
    lastName: signUp.lastName,
    unsafeMetadata: signUp.unsafeMetadata,
  });
  const session = startSession(instance, client, user, caller(c));
  signUp.createdUserId = user.id;
  signUp.createdSessionId = session.id;
  setRefreshCookie(c, instance, session);
}

export function signUps(instance: Instance): Hono<Env> {
  const routes = new Hono<Env>();

  function find(c: Context<Env>, id: string): { client: ClientRecord; signUp: SignUpRecord } {
    const client = findClient(c, instance);
    if (client?.signUp?.id !== id) throw notFound("sign-up", id);
    return { client, signUp: client.signUp };
  }

  routes.post("/client/sign_ups", async (c) => {
    const fields = await readForm(c, fieldsSchema);
    const client = ensureClient(c, instance);
    checkSignedOut(instance, client);
    const signUp: SignUpRecord = {
      id: newId("signUp"),
      email: null,
      passwordHash: null,
      firstName: null,
      lastName: null,
      unsafeMetadata: {},
      code: null,
      createdUserId: null,
      createdSessionId: null,
      abandonAt: Date.now() + DAY_MS,
    };
    fill(instance, signUp, fields);
    client.signUp = signUp;
    instance.store.changed();
    return withClient(c, instance, client, signUpJSON(signUp));
  });

  routes.get("/client/sign_ups/:id", async (c) => {
    const { client, signUp } = find(c, c.req.param("id"));
    return withClient(c, instance, client, signUpJSON(signUp));
  });

  routes.patch("/client/sign_ups/:id", async (c) => {
    const fields = await readForm(c, fieldsSchema);
    const { client, signUp } = find(c, c.req.param("id"));
    fill(instance, signUp, fields);
    finish(c, instance, client, signUp);
    instance.store.changed();
    return withClient(c, instance, client, signUpJSON(signUp));
  });

  routes.post("/client/sign_ups/:id/prepare_verification", async (c) => {
    const { strategy } = await readForm(c, codeStrategy);
    const { client, signUp } = find(c, c.req.param("id"));
    if (signUp.email === null) {
      throw formError(
        "form_param_missing",
        "is missing",
        "email_address must be included.",
        "email_address",
      );
    }
    signUp.code = prepareCode(strategy, null);
    instance.store.changed();
    instance.log(`The code for ${signUp.email} is ${TEST_CODE}.`);
    return withClient(c, instance, client, signUpJSON(signUp));
  });

  routes.post("/client/sign_ups/:id/attempt_verification", async (c) => {
    const { code } = await readForm(c, codeAttempt);
    const { client, signUp } = find(c, c.req.param("id"));
    attemptCode(signUp.code, code);
    finish(c, instance, client, signUp);
    instance.store.changed();
    return withClient(c, instance, client, signUpJSON(signUp));
  });

  return routes;
}
