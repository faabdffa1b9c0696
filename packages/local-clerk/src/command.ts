import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { readPort, runService, sentence } from "@claims-starter/local-service";
import { z } from "zod";
import { metadataSchema } from "./body.ts";
import { FEATURES, type Feature } from "./features.ts";
import { listens } from "./launch/app-port.ts";
import type { OrganizationOptions } from "./organizations/settings.ts";
import { INSTANCE_KINDS, type InstanceKind } from "./rate-limits.ts";
import { seedUserSchema } from "./seed.ts";
import { readSeed, type Seed } from "./seed-file.ts";
import { type ClerkOptions, startLocalClerk } from "./server.ts";
import { removeState } from "./store.ts";

const USAGE = `Usage: local-clerk [options]
       local-clerk [options] -- COMMAND

  --port NUMBER          4711 unless given; 0 for any free one
  --data-dir FOLDER      keeps keys, users and sessions there; in memory unless given
  --reset                forgets the users and sessions of the data folder first
  --seed FILE            { users, sessionClaims, organizations, roles }, from a JSON file or a TypeScript
                         file's default export
  --users FILE           JSON: [{ "id": "user_1", "email": "…", "password": "…", "publicMetadata": {} }]
  --session-claims FILE  JSON: the session token's custom claims, as in Clerk's Dashboard
  --session-minter       renews session tokens at the edge
  --features LIST        what users can have besides email and password: ${FEATURES.join(",")}
  --email-required       asks for an email address at sign-up even with phone numbers
  --multi-session        lets a browser be signed in to several accounts at a time
  --rate-limits KIND     limits calls as Clerk does for a development or a production instance
  --handshake-nonce      answers handshakes with a nonce instead of a token
  --one-click            lets your app's pages sign in as one of --users without a password
  --organizations        switches organizations on
  --webhook-url URL      sends user.created, user.updated and user.deleted there
  --proxy-port NUMBER    where you open the COMMAND's app; 3000 or the next free one unless given
  --app-port NUMBER      where the app itself listens; found out unless given
  --quiet                prints nothing but the environment variables and errors
  --help                 prints this

Prints the environment variables for your app: local-clerk > .env.local
Or runs your app with them, under a proxy that serves /__clerk: local-clerk -- next dev
Ends with 0 when it is stopped, with 1 when it cannot start, or with the COMMAND's code.`;

const USUAL_PORT = "4711";

function readFile<Content>(file: string, schema: z.ZodType<Content>): Content {
  const parsed = schema.safeParse(JSON.parse(readFileSync(file, "utf8")));
  if (parsed.success) return parsed.data;
  throw new Error(`${file} does not fit:\n${z.prettifyError(parsed.error)}`);
}

/** What stands before `--`, and the command after it; null where there is none. */
function splitCommand(args: string[]): [own: string[], command: string[] | null] {
  const at = args.indexOf("--");
  if (at === -1) return [args, null];
  if (at === args.length - 1) throw new Error("There is no COMMAND after --.");
  return [args.slice(0, at), args.slice(at + 1)];
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

const ANY_PORT = "0";

function readOptions(args: string[]) {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: "string" },
      "data-dir": { type: "string" },
      reset: { type: "boolean", default: false },
      seed: { type: "string" },
      users: { type: "string" },
      "session-claims": { type: "string" },
      "session-minter": { type: "boolean", default: false },
      features: { type: "string" },
      "email-required": { type: "boolean", default: false },
      "multi-session": { type: "boolean", default: false },
      "rate-limits": { type: "string" },
      "handshake-nonce": { type: "boolean", default: false },
      "one-click": { type: "boolean", default: false },
      organizations: { type: "boolean", default: false },
      "webhook-url": { type: "string" },
      "proxy-port": { type: "string" },
      "app-port": { type: "string" },
      quiet: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  return values;
}

type Options = ReturnType<typeof readOptions>;

const portOf = (values: Options, name: "proxy-port" | "app-port") => {
  const text = values[name];
  return text === undefined ? undefined : readPort(text, `--${name}`);
};

/** Organizations of a seed switch organizations on, as do roles. */
function organizationsOf(seed: Seed | undefined): OrganizationOptions | null {
  if (!seed?.organizations && !seed?.roles) return null;
  return { organizations: seed.organizations ?? [], roles: seed.roles ?? [] };
}

async function start(values: Options, { anyPort }: { anyPort: boolean }) {
  const url = values["webhook-url"];
  if (url !== undefined && !/^https?:\/\/./.test(url)) {
    throw new Error(
      `--webhook-url is "${url}"; use an address that starts with http:// or https://.`,
    );
  }
  const webhook = url && { url, secret: `whsec_${randomBytes(24).toString("base64")}` };
  const dataDir = values["data-dir"];
  if (values.reset && !dataDir) {
    throw new Error("--reset forgets what is in the data folder. Name one with --data-dir.");
  }
  const seed = values.seed === undefined ? undefined : await readSeed(values.seed);
  const users = [
    ...(seed?.users ?? []),
    ...(values.users ? readFile(values.users, z.array(seedUserSchema)) : []),
  ];
  const sessionClaims = values["session-claims"]
    ? readFile(values["session-claims"], metadataSchema)
    : seed?.sessionClaims;
  const options: ClerkOptions = {
    ...(dataDir && { dataDir }),
    users,
    ...(sessionClaims && { sessionClaims }),
    sessionMinter: values["session-minter"],
    emailRequired: values["email-required"],
    multiSession: values["multi-session"],
    handshakeNonce: values["handshake-nonce"],
    oneClick: values["one-click"],
    ...(values.features && { features: readFeatures(values.features) }),
    organizations: organizationsOf(seed) ?? values.organizations,
    rateLimits: readKind(values["rate-limits"]),
    hostedPages: true,
    ...(webhook && { webhook }),
    log: values.quiet ? () => {} : console.error,
  };
  const port = readPort(values.port ?? (anyPort ? ANY_PORT : USUAL_PORT));
  if (values.reset && dataDir) removeState(dataDir);
  return { clerk: await startLocalClerk({ ...options, port }), webhook };
}

/** Nobody has to know the port of a Clerk that runs a command, so a second one takes any. */
async function startBesideOthers(values: Options) {
  if (values.port !== undefined) return start(values, { anyPort: false });
  return start(values, { anyPort: await listens(Number(USUAL_PORT)) });
}

function printEnvironment(values: Options): Promise<void> {
  return runService(async () => {
    const { clerk, webhook } = await start(values, { anyPort: false });
    if (!values.quiet) {
      console.error(`Clerk listens on ${clerk.url}. Ctrl-C stops it.`);
      console.error(`Users, codes and tokens: ${clerk.inspector}`);
    }
    return {
      environment: {
        NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: clerk.publishableKey,
        CLERK_PUBLISHABLE_KEY: clerk.publishableKey,
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
}

async function runCommand(values: Options, command: readonly string[]): Promise<number> {
  // Not loaded where there is no command.
  const { launch } = await import("./launch/run.ts");
  const { clerk, webhook } = await startBesideOthers(values);
  try {
    return await launch(clerk, {
      command,
      proxyPort: portOf(values, "proxy-port"),
      appPort: portOf(values, "app-port"),
      environment: webhook ? { CLERK_WEBHOOK_SIGNING_SECRET: webhook.secret } : {},
      say: values.quiet ? () => {} : console.error,
    });
  } finally {
    await clerk.close();
  }
}

try {
  const [own, command] = splitCommand(process.argv.slice(2));
  const values = readOptions(own);
  if (values.help) console.error(USAGE);
  else if (command === null) await printEnvironment(values);
  else process.exitCode = await runCommand(values, command);
} catch (error) {
  console.error(sentence(error));
  process.exitCode = 1;
}
