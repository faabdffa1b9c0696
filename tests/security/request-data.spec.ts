import { decide, findPath, POLICY } from "../../lib/auth/policy.ts";
import { builtActions } from "../e2e/support/built-app.ts";
import { addressOf } from "../tools/address-of.ts";
import { Program } from "../tools/program.ts";
import { callAction } from "./call-action.ts";
import { expectNothingShown } from "./nothing-shown.ts";
import { forgedRequestData, KEYLESS } from "./request-data.ts";
import { DOCUMENT, expect, expectRefused, type Target, test } from "./support.ts";

/* Clerk's middleware tells pages in headers who is signed in. These come from the visitor. */

const PASSWORDS: Record<string, (target: Target) => string> = {
  "the key of the keyless mode": () => KEYLESS,
  "the publishable key": ({ local }) => local.publishableKey,
  "an empty key": () => "",
};

const gated = Object.keys(POLICY)
  .map(addressOf)
  .filter((path) => decide(findPath(path), null).kind === "sign-in");

const READ = `
  const { getAuth } = require("@clerk/nextjs/server");
  const headers = new Headers(JSON.parse(process.argv[1]));
  console.log("signed in: " + getAuth({ headers, url: "http://localhost/" }).userId);
`;

test("where the key of the keyless mode counts, the forged headers sign in", async ({ target }) => {
  const headers = forgedRequestData(KEYLESS, target.local.publishableKey);
  await using reader = new Program(process.execPath, ["-e", READ, JSON.stringify(headers)], {});
  await reader.exitCode();
  expect(reader.output).toContain("signed in: user_local_owner");
});

for (const [name, passwordFor] of Object.entries(PASSWORDS)) {
  const forge = (target: Target) =>
    forgedRequestData(passwordFor(target), target.local.publishableKey);

  for (const path of gated) {
    test(`request data under ${name} do not open ${path}`, async ({ target }) => {
      const forged = forge(target);
      const answer = await target.send(path, { headers: { ...DOCUMENT, ...forged } });
      expectRefused(answer, path, null);
      // The proxy leaves the router's fetches to the guards of pages, which read Clerk's headers.
      const router = { accept: "*/*", rsc: "1", ...forged };
      const guarded = await target.send(`${path}?_rsc`, { headers: router });
      expectNothingShown(guarded, path);
      if (path.startsWith("/api/")) expectRefused(guarded, path, null);
      else expect(guarded.headers.location ?? guarded.body).toContain("/sign-in?redirect_url=%2F");
    });
  }

  test(`request data under ${name} call no action`, async ({ target }) => {
    for (const action of builtActions()) {
      const { body } = await callAction(target, action.name, "", {}, forge(target));
      expect(body, action.name).toContain('"code":"signed-out"');
    }
  });

  test(`request data under ${name} raise no user`, async ({ target }) => {
    const cookie = await target.cookieOf("new");
    const { body } = await target.send("/api/me", { headers: { cookie, ...forge(target) } });
    expect(JSON.parse(body).claims).toMatchObject({ role: "user", onboardingComplete: false });
  });
}
