import { generateKeyPairSync } from "node:crypto";
import { publishableKey, secretKey } from "../tools/keys.ts";

export type Variables = Record<string, string | undefined>;

const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const publicPem = rsa.publicKey.export({ type: "spki", format: "pem" }).toString();
const privatePem = rsa.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const ecPem = generateKeyPairSync("ec", { namedCurve: "P-256" })
  .publicKey.export({ type: "spki", format: "pem" })
  .toString();
const webhookSecret = `whsec_${"x".repeat(32)}`;

/** All that a production deployment can have. Each wrong environment differs from it in one way. */
export const RIGHT = {
  NODE_ENV: "production",
  NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: publishableKey("clerk.example.com", "live"),
  CLERK_SECRET_KEY: secretKey("live"),
  CLERK_JWT_KEY: publicPem.trim(),
  CLERK_WEBHOOK_SIGNING_SECRET: webhookSecret,
  CLERK_AUTHORIZED_PARTIES: "https://app.example.com,https://example.com",
  NEXT_PUBLIC_CLERK_PROXY_URL: "/__clerk",
  FIREBASE_PROJECT_ID: "my-project-1a2b3",
  FIREBASE_CLIENT_EMAIL: "app@my-project-1a2b3.iam.gserviceaccount.com",
  FIREBASE_PRIVATE_KEY: privatePem.trim().replaceAll("\n", "\\n"),
  LOG_LEVEL: "info",
};

const PK = "NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY";
const SK = "CLERK_SECRET_KEY";
const ACCOUNT = ["FIREBASE_PROJECT_ID", "FIREBASE_CLIENT_EMAIL", "FIREBASE_PRIVATE_KEY"] as const;

/** Not PEM keys: those may be quoted, because hosts do it. */
const PLAIN = Object.keys(RIGHT).filter((name) => !/NODE_ENV|JWT_KEY|PRIVATE_KEY/.test(name));
const ALL = Object.keys(RIGHT).filter((name) => name !== "NODE_ENV");

const right: Variables = RIGHT;
const set = (name: string, value: string | undefined): Variables => ({ [name]: value });

/** What is wrong, which variables differ from `RIGHT`, and what has to be said. */
export const WRONG: [what: string, change: Variables, sentence: string][] = [
  // Absent
  [`${PK} is absent`, set(PK, undefined), `${PK} is missing.`],
  [`${SK} is absent`, set(SK, undefined), `${SK} is missing.`],
  [`${SK} is empty`, set(SK, ""), `${SK} is missing.`],
  ["CLERK_JWT_KEY is absent", set("CLERK_JWT_KEY", undefined), "CLERK_JWT_KEY is missing:"],
  ...ACCOUNT.map((name): [string, Variables, string] => [
    `${name} is absent`,
    set(name, undefined),
    `Firestore needs ${name} too.`,
  ]),
  ...ACCOUNT.map((name): [string, Variables, string] => [
    `${name} is all there is of the account`,
    { ...Object.fromEntries(ACCOUNT.map((each) => [each, undefined])), [name]: right[name] },
    `Firestore needs ${ACCOUNT.filter((each) => each !== name).join(" and ")} too.`,
  ]),
  [
    "nothing leads to Firestore",
    Object.fromEntries(ACCOUNT.map((name) => [name, undefined])),
    "Firestore has no credentials.",
  ],
  // Written wrong
  ...ALL.map((name): [string, Variables, string] => [
    `${name} is blank`,
    set(name, "  "),
    `${name} is blank.`,
  ]),
  ...PLAIN.map((name): [string, Variables, string] => [
    `${name} has quotes`,
    set(name, `"${right[name]}"`),
    `${name} has quotes around it.`,
  ]),
  ...PLAIN.map((name): [string, Variables, string] => [
    `${name} ends in a line break`,
    set(name, `${right[name]}\n`),
    `${name} has spaces or a line break around it.`,
  ]),
  // Swapped
  [
    `the secret key is in ${PK}`,
    set(PK, RIGHT[SK]),
    `${PK} holds a secret key, which every browser`,
  ],
  [`the publishable key is in ${SK}`, set(SK, RIGHT[PK]), `${SK} holds a publishable key.`],
  [
    "the webhook secret is the secret key",
    set("CLERK_WEBHOOK_SIGNING_SECRET", RIGHT[SK]),
    "CLERK_WEBHOOK_SIGNING_SECRET must start with whsec_.",
  ],
  [
    "the secret key is the webhook secret",
    set(SK, webhookSecret),
    `${SK} must start with sk_test_ or sk_live_.`,
  ],
  [
    "the JWT key is a private key",
    set("CLERK_JWT_KEY", privatePem),
    "CLERK_JWT_KEY must be a PEM key, from -----BEGIN PUBLIC KEY",
  ],
  [
    "the JWT key is not of Clerk's kind",
    set("CLERK_JWT_KEY", ecPem),
    "CLERK_JWT_KEY must be a PEM key",
  ],
  [
    "the service account's key is a public key",
    set("FIREBASE_PRIVATE_KEY", publicPem),
    "FIREBASE_PRIVATE_KEY must be a PEM key",
  ],
  [
    "the service account's key is its whole file",
    set("FIREBASE_PRIVATE_KEY", JSON.stringify({ private_key: privatePem })),
    "FIREBASE_PRIVATE_KEY must be a PEM key",
  ],
  [
    "the project is the account's address",
    set("FIREBASE_PROJECT_ID", RIGHT.FIREBASE_CLIENT_EMAIL),
    "FIREBASE_PROJECT_ID must be a project id",
  ],
  [
    "the account is a person",
    set("FIREBASE_CLIENT_EMAIL", "admin@example.com"),
    "FIREBASE_CLIENT_EMAIL must be a service account's email address.",
  ],
  // Truncated
  [`${PK} is cut`, set(PK, RIGHT[PK].slice(0, -3)), `${PK} is not complete.`],
  [`${SK} is cut`, set(SK, RIGHT[SK].slice(0, 20)), `${SK} is not complete.`],
  [
    "the JWT key is cut",
    set("CLERK_JWT_KEY", publicPem.slice(0, 200)),
    "CLERK_JWT_KEY must be a PEM key",
  ],
  [
    "the JWT key is its first line",
    set("CLERK_JWT_KEY", publicPem.split("\n")[0]),
    "CLERK_JWT_KEY must be a PEM key",
  ],
  [
    "the webhook secret is cut",
    set("CLERK_WEBHOOK_SIGNING_SECRET", webhookSecret.slice(0, 20)),
    "CLERK_WEBHOOK_SIGNING_SECRET is not complete.",
  ],
  [
    "the service account's key is cut",
    set("FIREBASE_PRIVATE_KEY", RIGHT.FIREBASE_PRIVATE_KEY.slice(0, 400)),
    "FIREBASE_PRIVATE_KEY must be a PEM key",
  ],
  // Of another instance
  [
    "the secret key is a test key",
    set(SK, secretKey("test")),
    `${SK} and ${PK} are from different instances.`,
  ],
  [
    "the publishable key is a test key",
    set(PK, publishableKey("app.clerk.accounts.dev")),
    `${SK} and ${PK} are from different instances.`,
  ],
  [
    "the publishable key is the local Clerk's",
    { ...set(PK, publishableKey("clerk.emulator.test")), ...set(SK, secretKey("test")) },
    `${PK} points at local services`,
  ],
  [
    "the Backend API is the local one",
    set("CLERK_API_URL", "http://localhost:4711"),
    "CLERK_API_URL points at local services",
  ],
  [
    "the Frontend API is the local one",
    set("CLERK_FAPI_URL", "http://localhost:4711"),
    "CLERK_FAPI_URL points at local services",
  ],
  [
    "Firestore is an emulator",
    set("FIRESTORE_EMULATOR_HOST", "127.0.0.1:4712"),
    "FIRESTORE_EMULATOR_HOST points at local services",
  ],
  [
    "the local services' mode is set beside real keys",
    set("LOCAL_SERVICES", "preview"),
    "LOCAL_SERVICES points at local services",
  ],
  [
    "the local services' users are shown beside real keys",
    { ...set("LOCAL_SERVICES", "preview"), ...set("LOCAL_PERSONAS", "[]") },
    "LOCAL_SERVICES, LOCAL_PERSONAS point at local services",
  ],
  [
    "the preview's mode hides that nothing verifies tokens",
    {
      ...set("LOCAL_SERVICES", "preview"),
      ...set("CLERK_API_URL", "http://localhost:9"),
      ...set("FIRESTORE_EMULATOR_HOST", "127.0.0.1:4712"),
      ...set("CLERK_JWT_KEY", undefined),
    },
    "CLERK_API_URL, FIRESTORE_EMULATOR_HOST, LOCAL_SERVICES point at local services",
  ],
  // Addresses and words
  [
    "an authorized party has a slash at the end",
    set("CLERK_AUTHORIZED_PARTIES", "https://app.example.com/"),
    "CLERK_AUTHORIZED_PARTIES must be origins",
  ],
  [
    "an authorized party has no scheme",
    set("CLERK_AUTHORIZED_PARTIES", "app.example.com"),
    "CLERK_AUTHORIZED_PARTIES must be origins",
  ],
  [
    "an authorized party has a wildcard",
    set("CLERK_AUTHORIZED_PARTIES", "https://*.example.com"),
    "CLERK_AUTHORIZED_PARTIES must have no *",
  ],
  [
    "an authorized party has no TLS",
    set("CLERK_AUTHORIZED_PARTIES", "https://example.com,http://app.example.com"),
    "CLERK_AUTHORIZED_PARTIES must start with https://",
  ],
  [
    "the Backend API has no TLS",
    set("CLERK_API_URL", "http://api.example.com"),
    "CLERK_API_URL must start with https://",
  ],
  [
    "the Backend API has a path",
    set("CLERK_API_URL", "https://api.example.com/v1"),
    "CLERK_API_URL must have nothing after the host",
  ],
  [
    "the Frontend API has no scheme",
    set("CLERK_FAPI_URL", "clerk.example.com"),
    "CLERK_FAPI_URL must be a URL",
  ],
  [
    "the Frontend API has no TLS",
    set("CLERK_FAPI_URL", "http://clerk.example.com"),
    "CLERK_FAPI_URL must start with https://",
  ],
  [
    "the proxy is a path that nothing serves",
    set("NEXT_PUBLIC_CLERK_PROXY_URL", "/clerk-proxy"),
    "NEXT_PUBLIC_CLERK_PROXY_URL must be /__clerk",
  ],
  [
    "the proxy is this app's with its origin",
    set("NEXT_PUBLIC_CLERK_PROXY_URL", "https://app.example.com/__clerk"),
    "NEXT_PUBLIC_CLERK_PROXY_URL must be /__clerk",
  ],
  [
    "the emulator has no port",
    set("FIRESTORE_EMULATOR_HOST", "firestore-host"),
    "FIRESTORE_EMULATOR_HOST must be host:port",
  ],
  [
    "the collector of traces has no scheme",
    set("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4318"),
    "OTEL_EXPORTER_OTLP_ENDPOINT must start with http:// or https://",
  ],
  [
    "the collector of traces has a slash at the end",
    set("OTEL_EXPORTER_OTLP_ENDPOINT", "https://collector.example.com/"),
    "OTEL_EXPORTER_OTLP_ENDPOINT must have no slash at the end",
  ],
  [
    "the address of the traces alone has no scheme",
    set("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "collector:4318/v1/traces"),
    "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT must start with http:// or https://",
  ],
  [
    "the log level is unknown",
    set("LOG_LEVEL", "very-loud"),
    "LOG_LEVEL must be one of trace, debug",
  ],
  [
    "the local services have an unknown mode",
    set("LOCAL_SERVICES", "production-like"),
    "LOCAL_SERVICES must be dev or preview",
  ],
  [
    "the local users are no JSON",
    set("LOCAL_PERSONAS", "not-the-json"),
    "LOCAL_PERSONAS must be JSON",
  ],
];
