import { createClerkClient } from "@clerk/backend";
import { clerk, clerkSetup, setupClerkTestingToken } from "@clerk/testing/playwright";
import { expect, type Page, test } from "@playwright/test";

const PASSWORD = "correct horse battery";

test.beforeAll(async () => {
  await clerkSetup();
  expect(process.env.CLERK_TESTING_TOKEN).toBeTruthy();
});

/** As a stranger's tests do: with the variables that they find. */
function backend() {
  const { CLERK_SECRET_KEY: secretKey = "", CLERK_API_URL: apiUrl = "" } = process.env;
  return createClerkClient({ secretKey, apiUrl, telemetry: { disabled: true } });
}

const newAddress = () => `person-${Date.now()}+clerk_test@example.com`;

async function openApp(page: Page) {
  await setupClerkTestingToken({ page });
  await page.goto("/");
  await clerk.loaded({ page });
}

const expectSignedInAs = (page: Page, userId: string) =>
  expect(async () => {
    await page.goto("/");
    await expect(page.getByRole("heading")).toHaveText(`Signed in as ${userId}`, {
      timeout: 1_000,
    });
  }).toPass();

test("signs in with a password, and out", async ({ page }) => {
  const email = newAddress();
  const user = await backend().users.createUser({ emailAddress: [email], password: PASSWORD });
  await openApp(page);
  await clerk.signIn({
    page,
    signInParams: { strategy: "password", identifier: email, password: PASSWORD },
  });
  await expectSignedInAs(page, user.id);
  await clerk.signOut({ page });
  await page.goto("/");
  await expect(page.getByRole("heading")).toHaveText("Signed out");
});

test("signs in with a code by email", async ({ page }) => {
  const email = newAddress();
  const user = await backend().users.createUser({
    emailAddress: [email],
    skipPasswordRequirement: true,
  });
  await openApp(page);
  await clerk.signIn({ page, signInParams: { strategy: "email_code", identifier: email } });
  await expectSignedInAs(page, user.id);
});

test("signs in with a code by text message", async ({ page, request }) => {
  const answer = await request.get(`${process.env.CLERK_API_URL}/v1/environment`);
  const { phone_number: phone } = (await answer.json()).user_settings.attributes;
  test.skip(!phone.enabled, "this local Clerk has no phone numbers");
  // The helper takes Clerk's test numbers alone: +1 XXX 555 01XX.
  const number = `+1${200 + (Date.now() % 800)}5550100`;
  const user = await backend().users.createUser({
    emailAddress: [newAddress()],
    phoneNumber: [number],
    password: PASSWORD,
  });
  await openApp(page);
  await clerk.signIn({ page, signInParams: { strategy: "phone_code", identifier: number } });
  await expectSignedInAs(page, user.id);
});

test("signs in with a ticket", async ({ page }) => {
  const user = await backend().users.createUser({
    emailAddress: [newAddress()],
    password: PASSWORD,
  });
  const { token } = await backend().signInTokens.createSignInToken({
    userId: user.id,
    expiresInSeconds: 300,
  });
  await openApp(page);
  await clerk.signIn({ page, signInParams: { strategy: "ticket", ticket: token } });
  await expectSignedInAs(page, user.id);
});
