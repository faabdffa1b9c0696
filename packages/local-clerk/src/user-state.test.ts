import { describe, expect, it } from "vitest";
import { Browser } from "./testing/browser.ts";
import { ADMIN, backendClient, PASSWORD, startTestClerk } from "./testing/local-clerk.ts";

/** A whole picture: one transparent pixel. */
const PIXEL =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

describe("a user who is banned", () => {
  it("is signed out everywhere and gets in no more, until they are unbanned", async () => {
    await using clerk = await startTestClerk();
    const { users, sessions } = backendClient(clerk);
    const id = await new Browser(clerk.url).signIn(ADMIN.email, PASSWORD);
    expect(await users.banUser(ADMIN.id)).toMatchObject({ banned: true });
    expect(await sessions.getSession(id)).toMatchObject({ status: "revoked" });

    const form = { identifier: ADMIN.email, password: PASSWORD };
    const refused = await new Browser(clerk.url).post("/v1/client/sign_ins", form);
    expect(refused).toMatchObject({ status: 403, body: { errors: [{ code: "user_banned" }] } });
    const { token } = await backendClient(clerk).signInTokens.createSignInToken({
      userId: ADMIN.id,
      expiresInSeconds: 60,
    });
    const byTicket = { strategy: "ticket", ticket: token };
    expect((await new Browser(clerk.url).post("/v1/client/sign_ins", byTicket)).status).toBe(403);

    await users.unbanUser(ADMIN.id);
    await expect(new Browser(clerk.url).signIn(ADMIN.email, PASSWORD)).resolves.toMatch(/^sess_/);
  });
});

describe("a user who is locked", () => {
  it("stays signed in and can't sign in, until they are unlocked", async () => {
    await using clerk = await startTestClerk();
    const { users, sessions } = backendClient(clerk);
    const id = await new Browser(clerk.url).signIn(ADMIN.email, PASSWORD);
    const locked = await users.lockUser(ADMIN.id);
    expect(locked).toMatchObject({ locked: true });
    expect(locked.raw?.lockout_expires_in_seconds).toBeGreaterThan(3_500);
    expect(await sessions.getSession(id)).toMatchObject({ status: "active" });

    const form = { identifier: ADMIN.email, password: PASSWORD };
    const refused = await new Browser(clerk.url).post("/v1/client/sign_ins", form);
    expect(refused).toMatchObject({ status: 403, body: { errors: [{ code: "user_locked" }] } });
    expect(await users.unlockUser(ADMIN.id)).toMatchObject({ locked: false });
    await expect(new Browser(clerk.url).signIn(ADMIN.email, PASSWORD)).resolves.toMatch(/^sess_/);
  });
});

describe("a profile image", () => {
  it("is set and removed by the backend", async () => {
    await using clerk = await startTestClerk();
    const { users } = backendClient(clerk);
    const file = new File([Buffer.from(PIXEL, "base64")], "me.png", { type: "image/png" });
    const user = await users.updateUserProfileImage(ADMIN.id, { file });
    expect(user).toMatchObject({ hasImage: true, imageUrl: `data:image/png;base64,${PIXEL}` });
    const removed = await users.deleteUserProfileImage(ADMIN.id);
    expect(removed.hasImage).toBe(false);
    expect(removed.imageUrl).toMatch(/^data:image\/svg/);
  });

  it("is a picture or refused", async () => {
    await using clerk = await startTestClerk();
    const file = new File(["<svg onload=alert(1)>"], "me.png", { type: "image/png" });
    const set = backendClient(clerk).users.updateUserProfileImage(ADMIN.id, { file });
    await expect(set).rejects.toMatchObject({
      status: 422,
      errors: [{ code: "image_type_not_supported", meta: { paramName: "file" } }],
    });
  });

  it.each([
    ["a file", "multipart"],
    ["base64 text", "application/octet-stream"],
  ])("is set in the profile: %s", async (_, type) => {
    await using clerk = await startTestClerk();
    const browser = new Browser(clerk.url);
    await browser.signIn(ADMIN.email, PASSWORD);
    const form = new FormData();
    form.append("file", new File([Buffer.from(PIXEL, "base64")], "me.png"));
    const isForm = type === "multipart";
    const answer = await fetch(`${clerk.url}/v1/me/profile_image`, {
      method: "POST",
      headers: { cookie: browser.cookieHeader(), ...(isForm ? {} : { "content-type": type }) },
      body: isForm ? form : PIXEL,
    });
    expect(await answer.json()).toMatchObject({
      response: { object: "image", public_url: `data:image/png;base64,${PIXEL}` },
      client: { sessions: [{ user: { has_image: true } }] },
    });
    const removed = await browser.delete("/v1/me/profile_image");
    expect(removed.body).toMatchObject({ client: { sessions: [{ user: { has_image: false } }] } });
  });
});

describe("email addresses and phone numbers", () => {
  it("are added, verified, preferred and deleted by the backend", async () => {
    await using clerk = await startTestClerk();
    const { emailAddresses, users } = backendClient(clerk);
    const params = { userId: ADMIN.id, emailAddress: "second@example.com" };
    const added = await emailAddresses.createEmailAddress(params);
    expect(added.verification).toBeNull();
    const early = emailAddresses.updateEmailAddress(added.id, { primary: true });
    await expect(early).rejects.toMatchObject({ status: 422 });
    await emailAddresses.updateEmailAddress(added.id, { verified: true, primary: true });
    expect((await users.getUser(ADMIN.id)).primaryEmailAddressId).toBe(added.id);
    expect(await emailAddresses.getEmailAddress(added.id)).toMatchObject({ id: added.id });
    await expect(emailAddresses.createEmailAddress(params)).rejects.toMatchObject({
      errors: [{ code: "form_identifier_exists" }],
    });
    await emailAddresses.deleteEmailAddress(added.id);
    expect((await users.getUser(ADMIN.id)).primaryEmailAddress?.emailAddress).toBe(ADMIN.email);
  });

  it("replace all that the user had", async () => {
    await using clerk = await startTestClerk({ features: ["phone"] });
    const { users, phoneNumbers } = backendClient(clerk);
    const params = { userId: ADMIN.id, phoneNumber: "+15555550100", verified: true };
    const added = await phoneNumbers.createPhoneNumber(params);
    expect(await phoneNumbers.getPhoneNumber(added.id)).toMatchObject({ id: added.id });
    const phone = await users.replaceUserPhoneNumber(ADMIN.id, { phoneNumber: "+15555550101" });
    expect(phone.phoneNumber).toBe("+15555550101");
    const email = await users.replaceUserEmailAddress(ADMIN.id, {
      emailAddress: "only@example.com",
    });
    expect(await users.getUser(ADMIN.id)).toMatchObject({
      emailAddresses: [{ id: email.id, emailAddress: "only@example.com" }],
      phoneNumbers: [{ id: phone.id }],
    });
    await expect(new Browser(clerk.url).signIn("only@example.com", PASSWORD)).resolves.toMatch(
      /^s/,
    );
  });
});

describe("a new user", () => {
  const ADDRESS = { emailAddress: ["new@example.com"] };
  const NEW = { ...ADDRESS, password: PASSWORD };

  it.each([
    ["has a password or says that none is needed", ADDRESS, "password"],
    ["has an address", { ...NEW, emailAddress: [] }, "email_address"],
    ["has an address that is one", { ...NEW, emailAddress: ["nobody"] }, "email_address"],
    ["has an external id of their own", { ...NEW, externalId: "taken" }, "external_id"],
    [
      "has metadata of up to 8 KB",
      { ...NEW, publicMetadata: { big: "x".repeat(8_192) } },
      "public_metadata",
    ],
    ["has no username where there are none", { ...NEW, username: "somebody" }, "username"],
  ])("%s", async (_, fields, paramName) => {
    await using clerk = await startTestClerk();
    const { users } = backendClient(clerk);
    await users.updateUser(ADMIN.id, { externalId: "taken" });
    const create = users.createUser(fields);
    await expect(create).rejects.toMatchObject({ status: 422, errors: [{ meta: { paramName } }] });
  });

  it("can be banned from the start, and as old as they are", async () => {
    await using clerk = await startTestClerk();
    const createdAt = new Date("2020-01-02T03:04:05.000Z");
    const { users } = backendClient(clerk);
    const user = await users.createUser({ ...NEW, banned: true, createdAt });
    expect(user).toMatchObject({ banned: true, createdAt: createdAt.getTime() });
  });

  it("loses the password to the backend, and to nobody else", async () => {
    await using clerk = await startTestClerk();
    const { users } = backendClient(clerk);
    expect(await users.removePassword(ADMIN.id)).toMatchObject({ passwordEnabled: false });
    await expect(users.verifyPassword({ userId: ADMIN.id, password: PASSWORD })).rejects.toThrow();
  });
});
