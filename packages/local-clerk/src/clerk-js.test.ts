import { expect, it } from "vitest";
import { APP } from "./testing/browser.ts";
import { openPage, type Page } from "./testing/clerk-js.ts";
import { ADMIN, PASSWORD, type Running, startTestClerk } from "./testing/local-clerk.ts";

const FEATURES = ["username", "phone", "google"] as const;
const PHONE = "+15555550100";
const CODE = "424242";

async function signedIn(clerk: Running): Promise<Page> {
  const page = await openPage(clerk, "/");
  const { createdSessionId } = await page.clerk.client.signIn.create({
    identifier: ADMIN.email,
    password: PASSWORD,
  });
  await page.clerk.setActive({ session: createdSessionId });
  return page;
}

function userOf({ clerk: { user } }: Page) {
  if (user) return user;
  throw new Error("nobody is signed in");
}

/** What somebody does on the provider's page. Answers with the page of the app that they come back to. */
async function answerAs(email: string, url: string): Promise<string> {
  const state = new URL(url).searchParams.get("state") ?? "";
  const body = new URLSearchParams({ state, email });
  const answer = await fetch(url, { method: "POST", body, redirect: "manual" });
  return new URL(answer.headers.get("location") ?? "").pathname;
}

it.each([
  ["signs in who has an account", "signIn", ADMIN.email],
  ["signs up who has none, from a sign-in", "signIn", "new@example.com"],
  ["signs in who has an account, from a sign-up", "signUp", ADMIN.email],
  ["signs up who has none", "signUp", "new@example.com"],
] as const)("clerk-js goes through a social provider: %s", async (_, kind, email) => {
  await using clerk = await startTestClerk({ features: FEATURES });
  const page = await openPage(clerk, `/${kind}`);
  await page.clerk.client[kind].authenticateWithRedirect({
    strategy: "oauth_google",
    redirectUrl: `${APP}/sso-callback`,
    redirectUrlComplete: "/",
  });
  const back = await page.open(await answerAs(email, page.visited.at(-1) ?? ""));
  await back.clerk.handleRedirectCallback({});
  expect(back.visited).toEqual(["/"]);
  const user = userOf(back);
  expect(user.primaryEmailAddress?.emailAddress).toBe(email);
  expect(user.verifiedExternalAccounts).toMatchObject([
    { provider: "google", emailAddress: email },
  ]);
  expect(user.id === ADMIN.id).toBe(email === ADMIN.email);
});

it("clerk-js signs up with a phone number, and in with its code", async () => {
  await using clerk = await startTestClerk({ features: FEATURES });
  const page = await openPage(clerk);
  const { signUp } = page.clerk.client;
  await signUp.create({ phoneNumber: PHONE, password: PASSWORD });
  await signUp.preparePhoneNumberVerification();
  const { createdSessionId } = await signUp.attemptPhoneNumberVerification({ code: CODE });
  await page.clerk.setActive({ session: createdSessionId });
  expect(userOf(page).primaryPhoneNumber?.phoneNumber).toBe(PHONE);

  const { signIn } = (await openPage(clerk)).clerk.client;
  await signIn.create({ strategy: "phone_code", identifier: PHONE });
  const done = await signIn.attemptFirstFactor({ strategy: "phone_code", code: CODE });
  expect(done.status).toBe("complete");
});

it("clerk-js changes everything in the profile that UserProfile does", async () => {
  await using clerk = await startTestClerk({ features: FEATURES });
  const page = await signedIn(clerk);
  const user = userOf(page);
  const phone = await user.createPhoneNumber({ phoneNumber: PHONE });
  await phone.prepareVerification();
  await phone.attemptVerification({ code: CODE });
  const email = await user.createEmailAddress({ email: "second@example.com" });
  await email.prepareVerification({ strategy: "email_code" });
  await email.attemptVerification({ code: CODE });
  await user.update({ username: "alice", primaryEmailAddressId: email.id });
  expect(user).toMatchObject({ username: "alice", primaryEmailAddressId: email.id });
  expect(user.primaryPhoneNumberId).toBe(phone.id);

  const redirectUrl = `${APP}/profile`;
  const account = await user.createExternalAccount({ strategy: "oauth_google", redirectUrl });
  const url = account.verification?.externalVerificationRedirectURL?.href ?? "";
  expect(await answerAs("other@example.com", url)).toBe("/profile");
  await user.reload();
  expect(user.verifiedExternalAccounts).toMatchObject([{ emailAddress: "other@example.com" }]);
  await account.destroy();
  await phone.destroy();
  await user.reload();
  expect(user).toMatchObject({
    externalAccounts: [],
    phoneNumbers: [],
    primaryPhoneNumberId: null,
  });
});

it("clerk-js hears by name what is not there, and keeps its sign-in when a password is wrong", async () => {
  await using clerk = await startTestClerk({ features: FEATURES });
  const user = userOf(await signedIn(clerk));
  for (const call of [() => user.createTOTP(), () => user.createBackupCode()]) {
    await expect(call()).rejects.toMatchObject({
      status: 501,
      errors: [{ code: "not_implemented_locally" }],
    });
  }
  const { client } = (await openPage(clerk)).clerk;
  await client.signIn.create({ identifier: ADMIN.email });
  const wrong = client.signIn.attemptFirstFactor({ strategy: "password", password: "wrong" });
  await expect(wrong).rejects.toMatchObject({ errors: [{ code: "form_password_incorrect" }] });
  expect(client.signIn.status).toBe("needs_first_factor");
});

it("clerk-js joins the waitlist", async () => {
  await using clerk = await startTestClerk();
  const page = await openPage(clerk);
  const entry = await page.clerk.joinWaitlist({ emailAddress: "new@example.com" });
  expect(entry.id).toMatch(/^wle_/);
});
