import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClerkClient } from "@clerk/backend";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Browser } from "./testing/browser.ts";
import { ADMIN, backendClient, PASSWORD, startTestClerk } from "./testing/local-clerk.ts";

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "local-clerk-"));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

it("keeps keys, users and sessions across a restart", async () => {
  const before = await startTestClerk({ dataDir });
  const browser = new Browser(before.url);
  const id = await browser.signIn(ADMIN.email, PASSWORD);
  await createClerkClient({
    apiUrl: before.url,
    secretKey: before.secretKey,
  }).users.updateUserMetadata(ADMIN.id, {
    publicMetadata: { plan: "pro" },
  });
  await before.close();

  await using after = await startTestClerk({ dataDir });
  expect(after).toMatchObject({ secretKey: before.secretKey, jwtKey: before.jwtKey });
  const reopened = new Browser(after.url);
  for (const [name, value] of browser.cookies) reopened.cookies.set(name, value);
  expect((await reopened.get("/v1/client")).body).toMatchObject({
    response: { sessions: [{ id, user: { public_metadata: { role: "admin", plan: "pro" } } }] },
  });
});

it("writes soon after a change, not only at the end", async () => {
  await using clerk = await startTestClerk({ dataDir });
  await new Browser(clerk.url).signIn(ADMIN.email, PASSWORD);
  await expect
    .poll(() => readFileSync(join(dataDir, "clerk-state.json"), "utf8"))
    .toContain("sess_");
});

it("keeps its files to its owner", async () => {
  const clerk = await startTestClerk({ dataDir });
  await clerk.close();
  for (const file of ["clerk-keys.json", "clerk-state.json"]) {
    expect(statSync(join(dataDir, file)).mode & 0o777).toBe(0o600);
  }
});

it("starts from the seed, says so and keeps the file, when the saved state is broken", async () => {
  const broken = '{"version":1,"users":[';
  writeFileSync(join(dataDir, "clerk-state.json"), broken);
  const lines: string[] = [];
  await using clerk = await startTestClerk({ dataDir, log: (line) => lines.push(line) });
  const kept = join(dataDir, "clerk-state.json.unreadable");
  expect(lines.join()).toContain(`can't be read. It is kept as ${kept}`);
  expect(readFileSync(kept, "utf8")).toBe(broken);
  await expect(new Browser(clerk.url).signIn(ADMIN.email, PASSWORD)).resolves.toMatch(/^sess_/);
});

it("returns to the seed and signs everybody out at a reset", async () => {
  await using clerk = await startTestClerk({ dataDir });
  const { users } = backendClient(clerk);
  const browser = new Browser(clerk.url);
  await browser.signIn(ADMIN.email, PASSWORD);
  await users.createUser({ emailAddress: ["new@example.com"], password: PASSWORD });
  await users.updateUserMetadata(ADMIN.id, { publicMetadata: { role: "user" } });

  await clerk.reset();
  expect((await browser.get("/v1/client")).body).toEqual({ response: null });
  expect(await users.getUserList()).toMatchObject({
    data: [{ id: ADMIN.id, publicMetadata: ADMIN.publicMetadata }],
    totalCount: 1,
  });
});

it("keeps what belongs to the instance, and what users have besides an address", async () => {
  const options = { dataDir, features: ["phone", "username"] as const };
  {
    await using clerk = await startTestClerk(options);
    const { jwtTemplates, invitations, users } = backendClient(clerk);
    await jwtTemplates.create({ name: "hasura", claims: {} });
    await invitations.createInvitation({ emailAddress: "new@example.com" });
    await users.createUser({
      username: "somebody",
      phoneNumber: ["+15555550100"],
      password: PASSWORD,
    });
  }
  await using clerk = await startTestClerk(options);
  const { jwtTemplates, invitations } = backendClient(clerk);
  expect((await jwtTemplates.list()).data).toMatchObject([{ name: "hasura" }]);
  expect((await invitations.getInvitationList()).totalCount).toBe(1);
  for (const identifier of ["somebody", "+15555550100"]) {
    await expect(new Browser(clerk.url).signIn(identifier, PASSWORD)).resolves.toMatch(/^sess_/);
  }
});

it("reads users that were saved when there were only addresses", async () => {
  await (await startTestClerk({ dataDir })).close();
  const file = join(dataDir, "clerk-state.json");
  const { records: _, ...saved } = JSON.parse(readFileSync(file, "utf8"));
  for (const user of saved.users) {
    for (const key of ["username", "phones", "externalAccounts", "image", "banned"])
      delete user[key];
  }
  writeFileSync(file, JSON.stringify(saved));
  await using clerk = await startTestClerk({ dataDir });
  const user = await backendClient(clerk).users.getUser(ADMIN.id);
  expect(user).toMatchObject({ username: null, phoneNumbers: [], banned: false, hasImage: false });
});

it("is kept by one local Clerk at a time, until that closes", async () => {
  const first = await startTestClerk({ dataDir });
  await expect(startTestClerk({ dataDir })).rejects.toThrow(
    `${dataDir} is in use by the local Clerk of process ${process.pid}.`,
  );
  await first.close();
  await using second = await startTestClerk({ dataDir });
  expect(second.url).toContain("localhost");
});

it("leaves out a user of the seed whose address another user has", async () => {
  const before = await startTestClerk({ dataDir });
  await before.close();
  const lines: string[] = [];
  const users = [{ ...ADMIN, id: "user_other", password: PASSWORD }];
  await using after = await startTestClerk({ dataDir, users, log: (line) => lines.push(line) });
  const { totalCount } = await backendClient(after).users.getUserList({
    emailAddress: [ADMIN.email],
  });
  expect(totalCount).toBe(1);
  expect(lines).toContain(`user_other is not added: ${ADMIN.email} belongs to ${ADMIN.id}.`);
});
