import { Faults, RequestLog } from "@claims-starter/local-service";
import { createAdaptorServer } from "@hono/node-server";
import { Hono } from "hono";
import { methodOverride } from "hono/method-override";
import { backendApi, jwks } from "./backend/routes.ts";
import { bundles } from "./bundles.ts";
import { Clock } from "./clock.ts";
import { control } from "./control.ts";
import { localPages } from "./cors.ts";
import { ClerkError, errorBody, notImplemented } from "./errors.ts";
import { apiOf, faultInjection } from "./fault-injection.ts";
import type { Feature } from "./features.ts";
import { clientMeta } from "./frontend/client-meta.ts";
import { frontendApi } from "./frontend/routes.ts";
import { hostedPages } from "./hosted-pages.ts";
import type { ShownDocument } from "./inspector/documents.ts";
import { ROOT as INSPECTOR } from "./inspector/layout.ts";
import { inspector } from "./inspector/routes.ts";
import { type Env, type Instance, TOKEN_SECONDS } from "./instance.ts";
import { loadKeys, rotateKeys } from "./keys.ts";
import { localOnly } from "./local-only.ts";
import { Connections } from "./oauth.ts";
import { oauthPage } from "./oauth-page.ts";
import { openIdConfiguration } from "./openid-configuration.ts";
import { seedOrganizations } from "./organizations/seed.ts";
import { type OrganizationOptions, organizationSettings } from "./organizations/settings.ts";
import { Outbox } from "./outbox.ts";
import { type InstanceKind, RateLimits } from "./rate-limits.ts";
import { NO_RESTRICTIONS } from "./restrictions.ts";
import { type SeedUser, seedUsers } from "./seed.ts";
import { lockFolder, Store } from "./store.ts";
import { Webhooks } from "./webhooks.ts";

export type { SeedUser } from "./seed.ts";

export interface ClerkOptions {
  /** Any free port when absent or 0. */
  port?: number;
  /** Folder for the keys and the state; without one they live in memory. */
  dataDir?: string;
  /** Created when their ids are not there yet, and again after a reset. */
  users?: readonly SeedUser[];
  /** Lets the app's pages sign in as one of `users` without a password, and change their metadata. */
  oneClick?: boolean;
  /** The session token's custom claims, as in Clerk's Dashboard: `{ metadata: { role: "{{user.public_metadata.role}}" } }`. */
  sessionClaims?: Record<string, unknown>;
  /** Renews tokens at the edge, as Clerk does for instances with `auth_config.session_minter`. */
  sessionMinter?: boolean;
  /** What users can have besides an email address and a password; nothing unless given. */
  features?: readonly Feature[];
  /** Lets a browser be signed in to several accounts at a time, as Clerk's multi-session handling. */
  multiSession?: boolean;
  /** Asks for an email address at sign-up even with phone numbers, where either would do otherwise. */
  emailRequired?: boolean;
  /** Answers handshakes with a nonce that the app's middleware redeems, as newer Clerk instances do. */
  handshakeNonce?: boolean;
  /** Limits calls as Clerk does for instances of this kind; without it, nothing is limited. */
  rateLimits?: InstanceKind | null;
  /** Has pages for sign-in, sign-up and the profile, and names them to clerk-js, as the Account Portal does. */
  hostedPages?: boolean;
  /** Organizations, which are off unless this is true or says how they are. */
  organizations?: OrganizationOptions | boolean;
  /** What the sign-in form calls the app. */
  applicationName?: string;
  /** Where events go, and the `whsec_…` secret that signs them. */
  webhook?: { url: string; secret: string };
  /** To share one list of faults and one log with another local service. */
  faults?: Faults;
  requests?: RequestLog;
  /** Called by a reset through the control surface, for what else has to start afresh. */
  onReset?: () => Promise<void>;
  /** The documents of a database that runs beside it, for the inspector. */
  documents?: () => Promise<ShownDocument[]>;
  log?: (line: string) => void;
}

export interface LocalClerk {
  /** For CLERK_API_URL and CLERK_FAPI_URL. */
  url: string;
  /** The page for people: users, sessions, codes, webhooks, requests and faults. */
  inspector: string;
  publishableKey: string;
  secretKey: string;
  /** PEM of the public key, for clerkMiddleware's `jwtKey`. */
  jwtKey: string;
  /** Failures to show on purpose. */
  faults: Faults;
  /** The last calls, for tests that count them. */
  requests: RequestLog;
  /** Back to the seed, everybody signed out, settings as at the start. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a local Clerk on 127.0.0.1: Frontend API, Backend API, browser bundles, webhooks and control. */
export async function startLocalClerk(options: ClerkOptions = {}): Promise<LocalClerk> {
  const { faults = new Faults(), requests = new RequestLog(), log = () => {} } = options;
  const { users = [], sessionClaims = {} } = options;
  const { sessionMinter = false, handshakeNonce = false, rateLimits = null } = options;
  const { multiSession = false, emailRequired = false } = options;
  const unlock = options.dataDir ? lockFolder(options.dataDir) : () => undefined;
  const keys = loadKeys(options.dataDir);
  const store = new Store(options.dataDir, log);
  const webhooks = new Webhooks(options.webhook, keys.instanceId, log);
  const clock = new Clock();
  const defaults = () => ({
    sessionClaims,
    sessionMinter,
    multiSession,
    handshakeNonce,
    rateLimits: rateLimits && new RateLimits(rateLimits),
    features: new Set(options.features),
    emailRequired,
    restrictions: NO_RESTRICTIONS,
    allowedOrigins: null as string[] | null, // nobody has set them
    supportEmail: "",
    organizations: organizationSettings(options.organizations),
    tokenSeconds: TOKEN_SECONDS,
    tokenSecondsOf: new Map(),
  });
  const settings = defaults();
  const { applicationName = "Local app" } = options;
  const handshakes = new Map<string, string[]>();
  const connections = new Connections();
  const outbox = new Outbox();
  const services = { keys, store, webhooks, outbox, clock, settings, handshakes, connections, log };
  const oneClickUsers = options.oneClick ? new Set(users.map(({ id }) => id)) : null;
  const hosting = { hostedPages: options.hostedPages ?? false };
  const instance: Instance = { applicationName, oneClickUsers, ...hosting, ...services };
  seedUsers(instance, users);
  seedOrganizations(instance, options.organizations);

  function reset(): void {
    webhooks.forget();
    outbox.clear();
    faults.clear();
    requests.clear();
    Object.assign(settings, defaults());
    clock.offsetSeconds = 0;
    store.clear();
    seedUsers(instance, users);
    seedOrganizations(instance, options.organizations);
    store.flush();
  }

  const closing = new AbortController();
  const app = createApp(instance, {
    faults,
    requests,
    documents: options.documents,
    defaultClaims: sessionClaims,
    rotate: () => rotateKeys(keys, options.dataDir),
    reset: async () => {
      reset();
      await options.onReset?.();
    },
    closing: closing.signal,
  });
  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  }).catch((error: unknown) => {
    unlock();
    throw error;
  });
  const address = server.address();
  if (address === null || typeof address === "string")
    throw new Error("The local Clerk has no port.");

  const url = `http://localhost:${address.port}`;
  return {
    url,
    inspector: `${url}${INSPECTOR}/`,
    publishableKey: keys.publishableKey,
    secretKey: keys.secretKey,
    jwtKey: keys.jwtKey,
    faults,
    requests,
    reset: async () => reset(),
    close: async () => {
      closing.abort();
      webhooks.cancel();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        if ("closeAllConnections" in server) server.closeAllConnections(); // hung calls too
      });
      store.flush();
      unlock();
    },
  };
}

interface AppOptions {
  faults: Faults;
  requests: RequestLog;
  documents: (() => Promise<ShownDocument[]>) | undefined;
  defaultClaims: Record<string, unknown>;
  rotate: () => void;
  reset: () => Promise<void>;
  closing: AbortSignal;
}

function createApp(instance: Instance, options: AppOptions): Hono<Env> {
  // clerk-js writes some paths with a slash at the end.
  const frontend = new Hono<Env>({ strict: false }).route("/v1", frontendApi(instance));
  const backend = new Hono<Env>().route("/v1", backendApi(instance));
  const app = new Hono<Env>();

  app.use(localOnly);
  app.use("/npm/*", localPages);
  app.use("/v1/*", (c, next) =>
    apiOf(c.req.path, c.req.header("authorization")) === "frontend" ? localPages(c, next) : next(),
  );
  app.use("/v1/*", methodOverride({ app, query: "_method" }));
  for (const path of ["/v1/*", "/.well-known/*"]) {
    app.use(path, faultInjection(options.faults, options.requests, options.closing));
  }
  app.use("/v1/*", async (c, next) => {
    await instance.settings.rateLimits?.count(c);
    await next();
  });
  app.route("/_local", control(instance, options));
  app.route(INSPECTOR, inspector(instance, options));
  app.get(`${INSPECTOR}/`, (c) => c.redirect(INSPECTOR));
  app.route("/", bundles());
  app.route("/", oauthPage(instance));
  if (instance.hostedPages) app.route("/", hostedPages(instance));
  // Part of the Frontend API, for everyone who verifies tokens.
  app.get("/.well-known/jwks.json", (c) => c.json(jwks(instance)));
  app.get("/.well-known/openid-configuration", (c) => c.json(openIdConfiguration(c, instance)));
  // Two APIs on one origin; a path that neither has answers 501, with the secret key and without.
  app.all("/v1/*", (c) =>
    (apiOf(c.req.path, c.req.header("authorization")) === "frontend" ? frontend : backend).fetch(
      c.req.raw,
      c.env,
    ),
  );

  for (const part of [app, frontend, backend]) {
    part.notFound((c) => {
      throw notImplemented(`${c.req.method} ${c.req.path}`);
    });
    part.onError(async (error, c) => {
      if (error instanceof ClerkError) {
        if (error.status === 501) instance.log(error.message);
        const body = errorBody(error.code, error.message, error.longMessage, error.meta);
        return c.json({ ...body, ...(await clientMeta(c, instance)) }, error.status);
      }
      if (options.closing.aborted) return c.body(null, 503);
      instance.log(`${c.req.method} ${c.req.path} failed: ${error.stack ?? error.message}`);
      const text = "The local Clerk failed; its log says why.";
      return c.json(errorBody("internal_clerk_error", text, text), 500);
    });
  }
  return app;
}
