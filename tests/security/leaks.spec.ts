import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { POLICY } from "../../lib/auth/policy.ts";
import { builtRoutes } from "../e2e/support/built-app.ts";
import { addressOf } from "../tools/address-of.ts";
import { expectNoOthersAddress } from "./addresses.ts";
import { type Answer, DOCUMENT, expect, test, VISITOR_NAMES } from "./support.ts";

/* `send` looks at every answer of every test here; what follows is what no test asks for otherwise. */

const { pages, handlers } = builtRoutes();
const paths = [...pages.filter((path) => !path.includes("user_local_")), ...handlers];

for (const visitor of VISITOR_NAMES) {
  // An admin's pages are where people's addresses belong.
  if (visitor === "admin" || visitor === "owner") continue;
  for (const kind of ["document", "rsc"] as const) {
    test(`no ${kind} says anything about others to ${visitor}`, async ({ target }) => {
      const who = await target.visitor(visitor);
      const as = kind === "document" ? DOCUMENT : { accept: "*/*", rsc: "1" };
      for (const path of paths.filter((one) => one !== "/api/webhooks/clerk")) {
        let at: string | undefined = path;
        // Next answers the router with an address that has a parameter more, guards with another page.
        for (let asked = 0; at?.startsWith("/") && asked < 3; asked += 1) {
          const answer: Answer = await target.send(at, { headers: { ...as, cookie: who.cookie } });
          expectNoOthersAddress(target, who, { at, body: answer.body });
          at = answer.headers.location;
        }
        expect(at?.startsWith("/"), `${path} leads to ${at}`).not.toBe(true);
      }
    });
  }
}

test("every answer to every kind of path has the headers", async ({ target }) => {
  const others = [
    "/nowhere",
    "/icon.svg",
    "/_next/static/nope.js",
    "/dashboard/x.png",
    "/__clerk/v1/environment",
  ];
  for (const path of [...Object.keys(POLICY).map(addressOf), ...others]) {
    const { headers } = await target.send(path, { headers: DOCUMENT });
    const policy = String(headers["content-security-policy"]);
    expect(policy, path).toContain("frame-ancestors 'none'");
    expect(policy, path).toContain("base-uri 'none'");
    expect(policy, path).toMatch(
      /default-src 'none'|script-src 'self' 'nonce-[\w+/=]{22,}' 'strict-dynamic';/,
    );
    expect(policy.replace("style-src-attr 'unsafe-inline'", ""), path).not.toContain("unsafe");
    expect(headers["x-content-type-options"], path).toBe("nosniff");
    expect(headers["cross-origin-opener-policy"], path).toBe("same-origin");
    expect(headers["cross-origin-resource-policy"], path).toBe("same-origin");
    expect(headers["strict-transport-security"], path).toBeUndefined();
    expect(headers["x-powered-by"], path).toBeUndefined();
    if (!path.startsWith("/icon") && !path.startsWith("/__clerk")) {
      expect(headers["cache-control"] ?? "no-store", path).toContain("no-store");
    }
  }
});

test("each answer has a nonce of its own, on every script of its page", async ({ target }) => {
  const nonces = new Set<string>();
  for (const path of ["/", "/", "/sign-in", "/nowhere"]) {
    const { headers, body } = await target.send(path, { headers: DOCUMENT });
    const nonce = /'nonce-([^']+)'/.exec(String(headers["content-security-policy"]))?.[1] ?? "";
    nonces.add(nonce);
    const scripts = body.match(/<script\b[^>]*>/g) ?? [];
    expect(scripts.length, path).toBeGreaterThan(5);
    expect(
      scripts.filter((script) => !script.includes(`nonce="${nonce}"`)),
      path,
    ).toEqual([]);
  }
  expect(nonces.size).toBe(4);
});

test("over https browsers are told to stay there", async ({ target }) => {
  for (const path of ["/", "/api/health", "/icon.svg"]) {
    const { headers } = await target.send(path, { headers: { "x-forwarded-proto": "https" } });
    expect(headers["strict-transport-security"], path).toMatch(/^max-age=\d{8}/);
  }
});

test("what the browser loads holds no key, no path of the machine and no name of a server's variable", () => {
  const folder = ".next/static";
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) =>
    /\.(js|css|json|map|txt)$/.test(path),
  );
  expect(files.length).toBeGreaterThan(20);
  const forbidden = [
    /\bsk_(test|live)_\w{6,}/,
    /\bwhsec_[\w+/=]{6,}/,
    /-----BEGIN [A-Z ]*PRIVATE KEY-----\\?n?[A-Za-z0-9+/]{20}/,
    /CLERK_SECRET_KEY=|FIREBASE_PRIVATE_KEY=/,
  ];
  for (const file of files) {
    const text = readFileSync(join(folder, file), "utf8");
    for (const pattern of forbidden) expect(pattern.exec(text)?.[0], file).toBeUndefined();
    expect(text.includes(process.cwd()), file).toBe(false);
  }
});
