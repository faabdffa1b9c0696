#!/usr/bin/env node
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { readPort, runService } from "@claims-starter/local-service";
import { z } from "zod";
import { metadataSchema } from "./body.ts";
import { FEATURES, type Feature } from "./features.ts";
import { INSTANCE_KINDS, type InstanceKind } from "./rate-limits.ts";
import { seedUserSchema } from "./seed.ts";
import { startClerk } from "./server.ts";

const USAGE = `Usage: local-clerk [options]

  --port NUMBER          4711 unless given; 0 for any free one
  --data-dir FOLDER      keeps keys, users and sessions there; in memory unless given
  --users FILE           JSON: [{ "id": "user_1", "email": "…", "password": "…", "publicMetadata": {} }]
  --session-claims FILE  JSON: the session token's custom claims, as in Clerk's Dashboard
  --session-minter       renews session tokens at the edge
  --features LIST        what users can have besides email and password: ${FEATURES.join(",")}
  --rate-limits KIND     limits calls as Clerk does for a development or a production instance
  --handshake-nonce      answers handshakes with a nonce instead of a token
  --one-click            lets your app's pages sign in as one of --users without a password
  --webhook-url URL      sends user.created, user.updated and user.deleted there
  --help                 prints this

Prints the environment variables for your app: local-clerk > .env.local`;

function readFile<Content>(file: string, schema: z.ZodType<Content>): Content {
  const parsed = schema.safeParse(JSON.parse(readFileSync(file, "utf8")));
  if (parsed.success) return parsed.data;
  throw new Error(`${file} does not fit:\n${z.prettifyError(parsed.error)}`);
}

function readKind(text: string | undefined): InstanceKind | null {
  const kind = INSTANCE_KINDS.find((one) => one === text);
  if (text === undefined || kind) return kind ?? null;
  throw new Error(`--rate-limits is "${text}"; use ${INSTANCE_KINDS.join(" or ")}.`);
}

function readFeatures(text: string): Feature[] {
  return text.split(",").map((name) => {
    const feature = FEATURES.find((one) => one === name);
    if (feature) return feature;
    throw new Error(`--features has "${name}"; it knows ${FEATURES.join(", ")}.`);
  });
}

await runService(async () => {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: "4711" },
      "data-dir": { type: "string" },
      users: { type: "string" },
      "session-claims": { type: "string" },
      "session-minter": { type: "boolean", default: false },
      features: { type: "string" },
      "rate-limits": { type: "string" },
      "handshake-nonce": { type: "boolean", default: false },
      "one-click": { type: "boolean", default: false },
      "webhook-url": { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.error(USAGE);
    process.exit();
  }
  const url = values["webhook-url"];
  const webhook = url && { url, secret: `whsec_${randomBytes(24).toString("base64")}` };
  const clerk = await startClerk({
    port: readPort(values.port),
    ...(values["data-dir"] && { dataDir: values["data-dir"] }),
    ...(values.users && { users: readFile(values.users, z.array(seedUserSchema)) }),
    ...(values["session-claims"] && {
      sessionClaims: readFile(values["session-claims"], metadataSchema),
    }),
    sessionMinter: values["session-minter"],
    handshakeNonce: values["handshake-nonce"],
    oneClick: values["one-click"],
    ...(values.features && { features: readFeatures(values.features) }),
    rateLimits: readKind(values["rate-limits"]),
    ...(webhook && { webhook }),
    log: console.error,
  });
  return {
    environment: {
      NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: clerk.publishableKey,
      CLERK_SECRET_KEY: clerk.secretKey,
      CLERK_JWT_KEY: clerk.jwtKey,
      CLERK_API_URL: clerk.url,
      CLERK_FAPI_URL: clerk.url,
      NEXT_PUBLIC_CLERK_PROXY_URL: "/__clerk",
      NEXT_PUBLIC_CLERK_TELEMETRY_DISABLED: "1",
      ...(webhook && { CLERK_WEBHOOK_SIGNING_SECRET: webhook.secret }),
    },
    close: clerk.close,
  };
});
