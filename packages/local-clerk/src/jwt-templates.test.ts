import { decodeJwt } from "jose";
import { expect, it } from "vitest";
import { APP, Browser, text } from "./testing/browser.ts";
import { ADMIN, backendClient, PASSWORD, startTestClerk } from "./testing/local-clerk.ts";

const TEMPLATE = {
  name: "hasura",
  claims: {
    role: "{{user.public_metadata.role}}",
    mail: "{{user.primary_email_address}}",
    name: "{{user.username}}",
  },
  lifetime: 120,
};

it("are made, listed, changed and deleted", async () => {
  await using clerk = await startTestClerk();
  const { jwtTemplates } = backendClient(clerk);
  const made = await jwtTemplates.create(TEMPLATE);
  expect(made).toMatchObject({ name: "hasura", lifetime: 120, allowedClockSkew: 5 });
  expect(await jwtTemplates.list()).toMatchObject({ data: [{ id: made.id }], totalCount: 1 });
  await expect(jwtTemplates.create(TEMPLATE)).rejects.toMatchObject({ status: 422 });
  const changed = await jwtTemplates.update({ ...TEMPLATE, templateId: made.id, lifetime: 300 });
  expect(changed).toMatchObject({ id: made.id, lifetime: 300 });
  await jwtTemplates.delete(made.id);
  await expect(jwtTemplates.get(made.id)).rejects.toMatchObject({ status: 404 });
});

it("give tokens with their claims and lifetime, in the browser and on the server", async () => {
  await using clerk = await startTestClerk({ features: ["username"] });
  const { jwtTemplates, sessions, users } = backendClient(clerk);
  await users.updateUser(ADMIN.id, { username: "admin" });
  await jwtTemplates.create(TEMPLATE);
  const browser = new Browser(clerk.url);
  const id = await browser.signIn(ADMIN.email, PASSWORD);

  const inBrowser = await browser.post(`/v1/client/sessions/${id}/tokens/hasura`);
  const claims = decodeJwt(text(inBrowser, "jwt"));
  expect(claims).toMatchObject({
    role: "admin",
    mail: ADMIN.email,
    name: "admin",
    sub: ADMIN.id,
    azp: APP,
  });
  expect(claims).not.toHaveProperty("sid");
  expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(120);

  const { jwt } = await sessions.getToken(id, "hasura", 600);
  const onServer = decodeJwt(jwt);
  expect((onServer.exp ?? 0) - (onServer.iat ?? 0)).toBe(600);
  await expect(sessions.getToken(id, "nobody")).rejects.toMatchObject({ status: 404 });
});

it("can't set what Clerk sets, and refuse keys of their own by name", async () => {
  await using clerk = await startTestClerk();
  const { jwtTemplates } = backendClient(clerk);
  const reserved = jwtTemplates.create({ name: "a", claims: { sub: "somebody else" } });
  await expect(reserved).rejects.toMatchObject({
    status: 422,
    errors: [{ meta: { paramName: "claims" } }],
  });
  const custom = jwtTemplates.create({ name: "a", claims: {}, customSigningKey: true });
  await expect(custom).rejects.toMatchObject({ status: 501 });
});
