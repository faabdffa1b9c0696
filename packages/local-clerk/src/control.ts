import { type Faults, faultSchema, type RequestLog } from "@claims-starter/local-service";
import { Hono } from "hono";
import { z } from "zod";
import { metadataSchema, readStrict } from "./body.ts";
import { authCookies, clientCookie } from "./cookies.ts";
import { FEATURES } from "./features.ts";
import type { Env, Instance } from "./instance.ts";
import { programsOnly } from "./local-only.ts";
import { organizationControl } from "./organization-control.ts";
import { INSTANCE_KINDS, RateLimits } from "./rate-limits.ts";
import { seedUserSchema, seedUsers } from "./seed.ts";
import { createClient, startSession, UNKNOWN_CALLER } from "./sessions.ts";
import { getUser } from "./users.ts";

const signInBody = z.strictObject({ userId: z.string(), origin: z.url().optional() });
const lifetimeBody = z.strictObject({
  seconds: z.int().min(1).max(86_400),
  userId: z.string().optional(),
});

const switchBody = z.strictObject({ enabled: z.boolean() });
const clockBody = z.strictObject({ offsetSeconds: z.int().min(-3_600).max(3_600) });

interface Controlled {
  faults: Faults;
  requests: RequestLog;
  defaultClaims: Record<string, unknown>;
  rotate: () => void;
  reset: () => Promise<void>;
}

/** What tests and people do to the local Clerk from outside: no part of Clerk's API. */
export function control(
  instance: Instance,
  { faults, requests, defaultClaims, rotate, reset }: Controlled,
): Hono<Env> {
  const { settings } = instance;
  const routes = new Hono<Env>();
  routes.use(programsOnly);

  routes.route("/", organizationControl(instance));

  routes.post("/reset", async (c) => {
    await reset();
    return c.body(null, 204);
  });

  routes.get("/faults", (c) => c.json(faults.list()));
  routes.post("/faults", async (c) => {
    faults.add(await readStrict(c, faultSchema));
    return c.json(faults.list(), 201);
  });
  routes.delete("/faults", (c) => {
    faults.clear();
    return c.body(null, 204);
  });

  routes.get("/requests", (c) => c.json(requests.list()));
  routes.delete("/requests", (c) => {
    requests.clear();
    return c.body(null, 204);
  });

  /** Signs a user in without the form. `origin` is where the app runs; a token without it has no `azp`. */
  routes.post("/sign-in", async (c) => {
    const { userId, origin } = await readStrict(c, signInBody);
    const user = getUser(instance, userId);
    const client = createClient(instance);
    const app = origin === undefined ? null : new URL(origin).origin;
    startSession(instance, client, user, { ...UNKNOWN_CALLER, origin: app });
    const cookies = [
      clientCookie(client),
      ...(await authCookies(instance, client, { origin: app })),
    ];
    return c.json({
      cookies: cookies.map(({ name, value, httpOnly }) => ({ name, value, httpOnly })),
    });
  });

  routes.post("/users", async (c) => {
    const added = seedUsers(instance, await readStrict(c, z.array(seedUserSchema)));
    return c.json({ added }, 201);
  });

  routes.put("/session-claims", async (c) => {
    settings.sessionClaims = await readStrict(c, metadataSchema.nullable());
    return c.body(null, 204);
  });
  routes.delete("/session-claims", (c) => {
    settings.sessionClaims = defaultClaims;
    return c.body(null, 204);
  });

  /** For everybody, or for one user while other tests run. */
  routes.put("/token-lifetime", async (c) => {
    const { seconds, userId } = await readStrict(c, lifetimeBody);
    if (userId === undefined) settings.tokenSeconds = seconds;
    else settings.tokenSecondsOf.set(userId, seconds);
    return c.body(null, 204);
  });

  routes.put("/session-minter", async (c) => {
    settings.sessionMinter = (await readStrict(c, switchBody)).enabled;
    return c.body(null, 204);
  });

  /** Tokens of the key before stay good for who reads the JWKS. */
  routes.post("/rotate-keys", (c) => {
    rotate();
    return c.json({ kid: instance.keys.kid });
  });

  routes.put("/rate-limits", async (c) => {
    const kind = await readStrict(c, z.enum(INSTANCE_KINDS).nullable());
    settings.rateLimits = kind && new RateLimits(kind);
    return c.body(null, 204);
  });

  /** Until the next reset; what users have already stays. */
  routes.put("/features", async (c) => {
    settings.features = new Set(await readStrict(c, z.array(z.enum(FEATURES))));
    return c.body(null, 204);
  });

  routes.put("/handshake-nonce", async (c) => {
    settings.handshakeNonce = (await readStrict(c, switchBody)).enabled;
    return c.body(null, 204);
  });

  /** Sessions that exist keep their times: set the clock before signing in. */
  routes.put("/clock", async (c) => {
    instance.clock.offsetSeconds = (await readStrict(c, clockBody)).offsetSeconds;
    return c.body(null, 204);
  });

  return routes;
}
