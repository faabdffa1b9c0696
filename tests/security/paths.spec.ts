import { decide, findPath, POLICY } from "../../lib/auth/policy.ts";
import { SHOWN } from "../e2e/support/gated.ts";
import { addressOf } from "../tools/address-of.ts";
import { expectNothingShown } from "./nothing-shown.ts";
import { HEADERS, ROUTER, SPELLINGS } from "./path-tables.ts";
import { ask } from "./request.ts";
import {
  type Answer,
  claimsOf,
  DOCUMENT,
  expect,
  expectRefused,
  type Target,
  test,
  type VisitorName,
} from "./support.ts";

/** Every gated path with the visitor who comes closest to opening it. */
const TURNED_AWAY = Object.keys(POLICY)
  .map(addressOf)
  .flatMap((path) => {
    const isDenied = (visitor: VisitorName) =>
      decide(findPath(path), claimsOf(visitor)).kind !== "allow";
    const visitor = (["user", "new", "nobody"] as const).find(isDenied);
    return visitor ? [{ path, visitor }] : [];
  });

const METHODS = ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "PROPFIND"];

/** Where those are sent who may not open a page; the others are refused where they are. */
const SENT_TO = { nobody: "/sign-in\\?redirect_url", new: "/onboarding\\?from", user: "(nowhere)" };

/** Fails unless a redirect leads to a page of this site, and back to one afterwards. */
function expectSentAway({ headers }: Answer, visitor: keyof typeof SENT_TO): void {
  // For a page's data Next has another header, and another spelling of the page.
  const to = String(headers.location ?? headers["x-nextjs-redirect"]);
  const page = to.replace(/^\/_next\/data\/build(\/.*)\.json\?/, "$1?");
  expect(page).toMatch(new RegExp(`^${SENT_TO[visitor]}=%2F\\w[^&]*$`));
}

async function headersOf(target: Target, visitor: VisitorName): Promise<Record<string, string>> {
  const cookie = await target.cookieOf(visitor);
  return { ...DOCUMENT, ...(cookie && { cookie }) };
}

test("the texts that are looked for are on the pages", async ({ target }) => {
  const cookie = await target.cookieOf("owner");
  for (const [path, text] of Object.entries(SHOWN)) {
    if (path === "/onboarding") continue;
    const { status, body } = await ask(target.local.appUrl, path, {
      headers: { ...DOCUMENT, cookie },
    });
    expect(status, path).toBe(200);
    expect(body, path).toContain(text);
  }
});

for (const { path, visitor } of TURNED_AWAY) {
  for (const [name, spell] of Object.entries(SPELLINGS)) {
    test(`${path} with ${name} shows ${visitor} nothing`, async ({ target }) => {
      const headers = await headersOf(target, visitor);
      let at = spell(path);
      let answer = await target.send(at, { headers });
      // Next writes some paths as they should be, and asks to come again.
      while (answer.status === 308) {
        const to = new URL(answer.headers.location ?? "", target.local.appUrl);
        expect(to.origin).toBe(target.local.appUrl);
        expect(to.pathname).not.toBe(at);
        at = to.pathname;
        answer = await target.send(at, { headers });
      }
      expectNothingShown(answer, path);
      if (at === path) expectRefused(answer, path, claimsOf(visitor));
      else if (answer.status === 307) expectSentAway(answer, visitor);
      else expect([401, 403, 404]).toContain(answer.status);
    });
  }

  for (const [name, extra] of Object.entries(HEADERS)) {
    test(`${name} does not open ${path} to ${visitor}`, async ({ target }) => {
      const headers = { ...(await headersOf(target, visitor)), ...extra };
      const answer = await target.send(path, { headers });
      expectRefused(answer, path, claimsOf(visitor));
      expectNothingShown(answer, path);
      expect(answer.headers["content-security-policy"]).not.toContain("known");
      expect(answer.headers.location ?? "").not.toContain("evil.example");
    });
  }

  for (const [name, extra] of Object.entries(ROUTER)) {
    test(`the client router's ${name} of ${path} shows ${visitor} nothing`, async ({ target }) => {
      const { cookie } = await headersOf(target, visitor);
      const headers = { accept: "*/*", ...(cookie && { cookie }), ...extra };
      const answer = await target.send(path, { headers });
      expectNothingShown(answer, path);
      const to = new URL(answer.headers.location ?? path, target.local.appUrl);
      expect(to.origin).toBe(target.local.appUrl);
      expectNothingShown(await target.send(to.pathname + to.search, { headers }), path);
    });
  }

  for (const method of METHODS) {
    test(`${method} ${path} does nothing for ${visitor}`, async ({ target }) => {
      const answer = await target.send(path, { method, headers: await headersOf(target, visitor) });
      expectNothingShown(answer, path);
      if (answer.status === 400 || answer.status === 405) return;
      // 307 would send a form's fields on.
      if (method !== "HEAD") expect(answer.status).not.toBe(307);
      if (path.startsWith("/api/") && method === "HEAD") {
        expect([401, 403]).toContain(answer.status);
      } else expectRefused(answer, path, claimsOf(visitor));
    });
  }
}
