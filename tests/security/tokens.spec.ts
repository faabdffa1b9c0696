import { createHmac, createSign, generateKeyPairSync } from "node:crypto";
import { decide, findPath, POLICY } from "../../lib/auth/policy.ts";
import { addressOf } from "../tools/address-of.ts";
import { DOCUMENT, expect, expectRefused, type Target, test } from "./support.ts";

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const decode = (part: string) => JSON.parse(Buffer.from(part, "base64url").toString());

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const sign = (text: string) => createSign("RSA-SHA256").update(text).sign(privateKey, "base64url");

interface Parts {
  head: string;
  body: string;
  signature: string;
}

const ADMIN = { role: "admin", plan: "enterprise", onboardingComplete: true };

/** Tokens that must count for nothing, made from a valid one of an admin. */
const FORGED: Record<string, (valid: Parts) => string> = {
  "with other claims": ({ head, body, signature }) =>
    `${head}.${encode({ ...decode(body), metadata: ADMIN })}.${signature}`,
  "of another user": ({ head, body, signature }) =>
    `${head}.${encode({ ...decode(body), sub: "user_local_owner" })}.${signature}`,
  "of another instance": ({ head, body, signature }) =>
    `${head}.${encode({ ...decode(body), iss: "https://clerk.example.com" })}.${signature}`,
  "signed with another key": ({ head, body }) => `${head}.${body}.${sign(`${head}.${body}`)}`,
  "with a key of its own in its header": ({ head, body }) => {
    const own = encode({ ...decode(head), jwk: publicKey.export({ format: "jwk" }) });
    return `${own}.${body}.${sign(`${own}.${body}`)}`;
  },
  unsigned: ({ head, body }) => `${encode({ ...decode(head), alg: "none" })}.${body}.`,
  "unsigned, in capitals": ({ head, body }) =>
    `${encode({ ...decode(head), alg: "NONE" })}.${body}.`,
  "signed with the public key as a password": ({ head, body }) => {
    const weak = encode({ ...decode(head), alg: "HS256" });
    const key = publicKey.export({ type: "spki", format: "pem" });
    return `${weak}.${body}.${createHmac("sha256", key).update(`${weak}.${body}`).digest("base64url")}`;
  },
  "without a signature": ({ head, body }) => `${head}.${body}`,
  "with null for a payload": ({ head, signature }) => `${head}.${encode(null)}.${signature}`,
  "with null for a header": ({ body, signature }) => `${encode(null)}.${body}.${signature}`,
  "with a list for a payload": ({ head, signature }) => `${head}.${encode([])}.${signature}`,
  "of nonsense": () => "x.y.z",
  "that is very long": ({ head, body }) => `${head}.${body}.${"A".repeat(6_000)}`,
};

/** Tokens that Clerk has signed and that must count for nothing here. */
const STALE: Record<string, (target: Target, userId: string) => Promise<string>> = {
  "that has expired": async ({ local }, userId) => {
    await local.control("PUT", "/clock", { offsetSeconds: -600 });
    const cookies = await cookiesOf(
      local.control("POST", "/sign-in", { userId, origin: local.appUrl }),
    );
    await local.control("PUT", "/clock", { offsetSeconds: 0 });
    return cookies;
  },
  "for another site": async ({ local }, userId) =>
    cookiesOf(local.control("POST", "/sign-in", { userId, origin: "https://other.example.com" })),
  "for no site": async ({ local }, userId) =>
    cookiesOf(local.control("POST", "/sign-in", { userId })),
};

async function cookiesOf(answer: Promise<unknown>): Promise<string> {
  const found = /"name":"__session","value":"([^"]+)"/.exec(JSON.stringify(await answer))?.[1];
  if (!found) throw new Error("no session token");
  return found;
}

const gated = Object.keys(POLICY)
  .map(addressOf)
  .filter((path) => decide(findPath(path), null).kind === "sign-in");

let made: Promise<Record<string, string>> | undefined;

function tokens(target: Target): Promise<Record<string, string>> {
  made ??= (async () => {
    const { id } = await target.local.createUser({ onboardingComplete: true, role: "admin" });
    const valid = await cookiesOf(
      target.local.control("POST", "/sign-in", { userId: id, origin: target.local.appUrl }),
    );
    const [head = "", body = "", signature = ""] = valid.split(".");
    const forged = Object.entries(FORGED).map(([name, forge]) => [
      name,
      forge({ head, body, signature }),
    ]);
    const stale: string[][] = [];
    for (const [name, take] of Object.entries(STALE)) stale.push([name, await take(target, id)]);
    return Object.fromEntries([["valid", valid], ...forged, ...stale]);
  })();
  return made;
}

test("a valid token, in a cookie or as a bearer, is what opens a page", async ({ target }) => {
  const { valid = "" } = await tokens(target);
  const bearer = await target.send("/api/me", { headers: { authorization: `Bearer ${valid}` } });
  expect(bearer.status).toBe(200);
});

for (const name of [...Object.keys(FORGED), ...Object.keys(STALE)]) {
  for (const path of gated) {
    test(`a token ${name} does not open ${path}`, async ({ target }) => {
      const token = (await tokens(target))[name] ?? "";
      for (const headers of [
        { cookie: `__session=${token}` },
        { authorization: `Bearer ${token}` },
      ]) {
        const answer = await target.send(path, { headers: { ...DOCUMENT, ...headers } });
        const to = new URL(answer.headers.location ?? "", "http://x");
        // Clerk may first look whether the browser has a newer token.
        if (to.pathname === "/__clerk/v1/client/handshake") expect(answer.status).toBe(307);
        else expectRefused(answer, path, null);
      }
    });
  }
}
