import { globSync, readFileSync } from "node:fs";
import type { APIRequestContext, APIResponse, BrowserContext } from "@playwright/test";
import { PERSONAS } from "../../dev/personas.ts";
import { type Claims, parseClaims } from "../../lib/auth/claims.ts";
import { type Decision, decide, findPath } from "../../lib/auth/policy.ts";
import { addressOf } from "../tools/address-of.ts";
import { builtActions, builtRoutes } from "./support/built-app.ts";
import type { LocalServices } from "./support/local.ts";
import { expect, test } from "./support/test.ts";

/*
 * Every page, handler and action of the build × every persona × every kind of request. What is
 * expected comes from POLICY alone: the tests hold no list of their own.
 */

const SIGNED_OUT = "signed out";
const NAMES = [SIGNED_OUT, ...PERSONAS.map(({ email }) => email.replace("@example.com", ""))];

/** How a page can be asked for; what follows `document` is what the client router sends. */
const KINDS = {
  document: { accept: "text/html", "sec-fetch-dest": "document" },
  fetch: { accept: "*/*", "sec-fetch-dest": "empty" },
  rsc: { accept: "*/*", "sec-fetch-dest": "empty", rsc: "1" },
  prefetch: { accept: "*/*", "sec-fetch-dest": "empty", rsc: "1", "next-router-prefetch": "1" },
} as const;

/** The code with which an action answers a denial. */
const DENIED = {
  "sign-in": "signed-out",
  onboarding: "onboarding-required",
  forbidden: "forbidden",
  "no-rule": "not-found",
} as const;

interface Visitor {
  context: BrowserContext;
  claims: Claims | null;
}

async function visit(
  name: string,
  context: BrowserContext,
  local: LocalServices,
): Promise<Visitor> {
  if (name === SIGNED_OUT) return { context, claims: null };
  const persona = local.personas.find(({ email }) => email === `${name}@example.com`);
  if (!persona) throw new Error(`no persona ${name}`);
  await local.signIn(context, persona.userId);
  return { context, claims: parseClaims({ metadata: persona.metadata }).claims };
}

async function ask(
  request: APIRequestContext,
  path: string,
  headers: Record<string, string>,
): Promise<APIResponse> {
  const response = await request.get(path, { headers, maxRedirects: 0 });
  const location = response.headers().location ?? "";
  // Next answers what has no cache-busting parameter by naming the address that has it.
  return location.startsWith(`${path}?_rsc`)
    ? request.get(location, { headers, maxRedirects: 0 })
    : response;
}

/** What only those see who may open the page: its longer texts that no public page has. */
function textsOf(html: string, known: string): string[] {
  const main = /<main[\s\S]*<\/main>/.exec(html)?.[0] ?? "";
  const texts = main.split(/<[^>]*>/).map((text) => text.trim());
  return texts.filter((text) => text.length >= 20 && !known.includes(text));
}

/** Where the page's own redirect leads: over HTTP in a header, to the client router in its stream. */
function redirectOf(response: APIResponse, body: string): string {
  const streamed = /NEXT_REDIRECT;(?:replace|push);([^;]+);307;/.exec(body)?.[1];
  return response.status() === 307 ? (response.headers().location ?? "") : (streamed ?? "");
}

function expectRefusal(
  response: APIResponse,
  body: string,
  { kind }: Decision,
  path: string,
  isDocument: boolean,
  at: string,
): void {
  const from = encodeURIComponent(path);
  if (kind === "forbidden" && isDocument) {
    expect(response.status(), at).toBe(403);
    return;
  }
  const targets: Partial<Record<Decision["kind"], string>> = {
    "sign-in": `/sign-in?redirect_url=${from}`,
    onboarding: `/onboarding?from=${from}`,
    forbidden: `/unauthorized?from=${from}`,
  };
  expect(redirectOf(response, body), at).toBe(targets[kind]);
}

const { pages, handlers } = builtRoutes();
const actions = builtActions();

test("the build's pages, handlers and actions are all asked", () => {
  const sources = globSync("app/**/*.ts").map((file) => readFileSync(file, "utf8"));
  const written = sources.join("\n").match(/^export const \w+ = action\(/gm) ?? [];
  expect(pages).toHaveLength(globSync("app/**/page.tsx").length);
  expect(handlers.length).toBeGreaterThanOrEqual(globSync("app/api/**/route.ts").length);
  expect(actions).toHaveLength(written.length);
});

for (const name of NAMES) {
  test(`pages, ${name}`, async ({ browser, context, local }) => {
    test.setTimeout(60_000);
    const owner = await browser.newContext();
    await visit("owner", owner, local);
    let pagesWithSecrets = 0;
    const { claims } = await visit(name, context, local);
    const publicTexts = await Promise.all(
      ["/sign-in", "/unauthorized"].map(async (path) =>
        (await owner.request.get(path, { headers: KINDS.document })).text(),
      ),
    );
    for (const path of pages) {
      const decision = decide(findPath(path), claims);
      const secrets =
        decision.kind === "allow"
          ? []
          : textsOf(
              await (await owner.request.get(path, { headers: KINDS.document })).text(),
              publicTexts.join(),
            );
      if (secrets.length > 0) pagesWithSecrets += 1;
      for (const [kind, headers] of Object.entries(KINDS)) {
        const at = `${name}, ${kind} of ${path}`;
        const response = await ask(context.request, path, headers);
        const body = await response.text();
        if (decision.kind === "allow") {
          // Onboarding leads to the step that is open, and out of it when all is done.
          const target = redirectOf(response, body) || path;
          expect(decide(findPath(new URL(target, "http://x").pathname), claims).kind, at).toBe(
            "allow",
          );
          expect([200, 307], at).toContain(response.status());
          continue;
        }
        expect(
          secrets.filter((secret) => body.includes(secret)),
          at,
        ).toEqual([]);
        // A prefetch gets the names of the folders and runs no page.
        if (kind === "prefetch") expect(body.length, at).toBeLessThan(500);
        else expectRefusal(response, body, decision, path, kind === "document", at);
      }
    }
    // Otherwise the search for them would prove nothing.
    if (name === SIGNED_OUT) expect(pagesWithSecrets).toBeGreaterThan(7);
    await owner.close();
  });

  test(`handlers, ${name}`, async ({ context, local }) => {
    const { claims } = await visit(name, context, local);
    for (const path of handlers) {
      const decision = decide(findPath(path), claims);
      const isWebhook = path.startsWith("/api/webhooks/");
      for (const headers of [KINDS.document, KINDS.fetch]) {
        const at = `${name} at ${path}`;
        const response = isWebhook
          ? await context.request.post(path, { headers, data: { type: "user.deleted" } })
          : await context.request.get(path, { headers, maxRedirects: 0 });
        if (decision.kind === "allow") {
          expect(response.status(), at).toBe(isWebhook ? 401 : 200);
          continue;
        }
        expect(response.status(), at).toBe(decision.kind === "sign-in" ? 401 : 403);
        expect(Object.keys(await response.json()), at).toEqual(["error"]);
      }
    }
  });

  test(`actions, ${name}`, async ({ context, local }) => {
    const { claims } = await visit(name, context, local);
    for (const { id, name: action, access } of actions) {
      const { kind } = decide(access, claims);
      // Its own page, and one that everybody may open and that does not show it.
      for (const page of [addressOf(access), "/sign-in"]) {
        const response = await context.request.post(page, {
          headers: { "next-action": id, "content-type": "text/plain;charset=UTF-8" },
          data: JSON.stringify([null, { forged: true }]),
          maxRedirects: 0,
        });
        const at = `${name} calls ${action} from ${page}`;
        const code = /"code":"([a-z-]+)"/.exec(await response.text())?.[1];
        expect(code, at).toBe(kind === "allow" ? "invalid-input" : DENIED[kind]);
      }
    }
  });
}
