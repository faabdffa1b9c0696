import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { verifyToken } from "@clerk/backend";
import { expect, it } from "vitest";
import { Browser } from "./testing/browser.ts";
import { ADMIN, backendClient, PASSWORD, startTestClerk } from "./testing/local-clerk.ts";

it("keeps the key before in the JWKS: old tokens stay good, new ones are too", async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "clerk-"));
  let kid: string;
  {
    await using clerk = await startTestClerk({ dataDir });
    const { sessions, jwks } = backendClient(clerk);
    const browser = new Browser(clerk.url);
    const id = await browser.signIn(ADMIN.email, PASSWORD);
    const before = (await sessions.getToken(id)).jwt;
    const rotated = await fetch(`${clerk.url}/_local/rotate-keys`, { method: "POST" });
    ({ kid } = (await rotated.json()) as { kid: string }); // the control API's answer, see README
    const after = (await sessions.getToken(id)).jwt;
    expect((await jwks.getJwks()).keys).toMatchObject([{ kid }, { kid: expect.any(String) }]);

    const { url: apiUrl, secretKey } = clerk;
    for (const token of [before, after]) {
      const claims = await verifyToken(token, { apiUrl, secretKey, skipJwksCache: true });
      expect(claims.sub).toBe(ADMIN.id);
      expect(await sessions.verifySession(id, token)).toMatchObject({ id });
    }
    // The PEM of the start knows the first key alone, as a copied JWT key does with Clerk.
    await expect(verifyToken(after, { jwtKey: clerk.jwtKey })).rejects.toThrow();
  }
  await using clerk = await startTestClerk({ dataDir });
  const { keys } = await backendClient(clerk).jwks.getJwks();
  expect(keys).toMatchObject([{ kid }, { kid: expect.any(String) }]);
  rmSync(dataDir, { recursive: true });
});

it("tells others where the keys are", async () => {
  await using clerk = await startTestClerk();
  const answer = await fetch(`${clerk.url}/.well-known/openid-configuration`);
  const configuration = (await answer.json()) as { issuer: string; jwks_uri: string }; // OpenID's names
  expect(configuration.issuer).toBe("https://clerk.emulator.test");
  expect(await (await fetch(configuration.jwks_uri)).json()).toMatchObject({ keys: [{}] });
});
