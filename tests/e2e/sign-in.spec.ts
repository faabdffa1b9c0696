import type { Page, Route } from "@playwright/test";
import { choosePassword } from "./support/choose-password.ts";
import { Journey } from "./support/journey.ts";
import { finishOnboarding } from "./support/onboard.ts";
import { expect, test } from "./support/test.ts";

async function enter(page: Page, email: string, password: string) {
  await page.getByLabel("Email address").fill(email);
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Continue", exact: true }).click();
}

test("a new user signs up, confirms the address, is onboarded and lands on the dashboard", async ({
  page,
  local,
}) => {
  const email = `signup-${Date.now()}@example.com`;
  await page.goto("/");
  await page.getByRole("link", { name: "Create account" }).first().click();
  await page.getByLabel("Email address").fill(email);
  await choosePassword(page, "local-password-1");
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await page.getByLabel(/verification code/i).fill("424242");

  await finishOnboarding(page);

  await expect(page).toHaveURL("/dashboard");
  await expect(page.getByRole("heading", { name: "Dashboard" })).toBeVisible();
  await expect(page.getByText("Complete", { exact: true })).toBeVisible();

  // A new user has no role or plan in the claims: that means the least of both.
  const claims = async () =>
    (await local.clerk.users.getUserList({ emailAddress: [email] })).data[0]?.publicMetadata;
  await expect.poll(claims).toEqual({ onboardingComplete: true });
});

test("a wrong code is refused and can be corrected", async ({ page }) => {
  await page.goto("/sign-up");
  await page.getByLabel("Email address").fill(`wrong-code-${Date.now()}@example.com`);
  await choosePassword(page, "local-password-1");
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await page.getByLabel(/verification code/i).fill("111111");
  await expect(page.getByText(/incorrect code/i).first()).toBeVisible();
  await page.getByLabel(/verification code/i).fill("424242");
  await expect(page).toHaveURL(/\/onboarding/);
});

test("a deep link survives sign-in", async ({ page, local }) => {
  const user = await local.createUser({ onboardingComplete: true });
  await page.goto("/dashboard?tab=claims");
  await expect(page).toHaveURL(/\/sign-in\?redirect_url=%2Fdashboard%3Ftab%3Dclaims/);
  await enter(page, user.email, user.password);
  await expect(page).toHaveURL("/dashboard?tab=claims");
  await expect(page.getByText(user.id)).toBeVisible();
});

test("a deep link survives sign-up: onboarding comes at once, with the account menu", async ({
  page,
}) => {
  await page.goto("/settings");
  const journey = new Journey(page);
  await page.getByRole("link", { name: "Sign up" }).click();
  await expect(page.getByRole("heading", { name: "Create your account" })).toBeVisible();
  await page.getByLabel("Email address").fill(`deep-${Date.now()}@example.com`);
  await choosePassword(page, "local-password-1");
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await page.getByLabel(/verification code/i).fill("424242");
  await expect(page).toHaveURL("/onboarding/welcome?from=%2Fsettings");
  await expect(page.getByRole("button", { name: /user menu/i })).toBeVisible();
  expect(journey.paths.filter((path) => !/^\/(sign-|settings|onboarding)/.test(path))).toEqual([]);
});

test("a return path to another site is not followed", async ({ page, local }) => {
  const user = await local.createUser({ onboardingComplete: true });
  await page.goto("/sign-in?redirect_url=https%3A%2F%2Fevil.example%2F");
  await enter(page, user.email, user.password);
  await expect(page).toHaveURL("/dashboard");
});

test("a wrong password is refused, and the right one still works", async ({ page, local }) => {
  const user = await local.createUser({ onboardingComplete: true });
  await page.goto("/sign-in");
  await enter(page, user.email, "not-the-password");
  await expect(page.getByText(/password is incorrect/i).first()).toBeVisible();
  await page.getByLabel("Password", { exact: true }).fill(user.password);
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await expect(page).toHaveURL("/dashboard");
});

test("signing out through the account menu ends the session", async ({ page, context, local }) => {
  const user = await local.createUser({ onboardingComplete: true });
  await local.signIn(context, user.id);
  await page.goto("/dashboard");
  await page.getByRole("button", { name: /user menu/i }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL("/");
  await page.goto("/dashboard");
  await expect(page).toHaveURL(/\/sign-in/);
});

test("while Clerk's script is slow, the page shows that it loads, and then that it takes long", async ({
  page,
}) => {
  await page.route("**/clerk.browser.js*", () => {}); // never answered
  await page.goto("/sign-in", { waitUntil: "domcontentloaded" });
  await expect(page.getByRole("status", { name: "Loading sign-in" })).toBeVisible();
  const late = page.getByText("Still loading. Check your connection, or reload the page.");
  await expect(late).toBeHidden();
  await expect(late).toBeVisible();
});

test("a form that Clerk answers with HTML says so, and works once it is sent again", async ({
  page,
  local,
}) => {
  const { email } = await local.createUser({ onboardingComplete: true });
  await page.goto("/sign-in");
  await page.getByLabel("Email address").fill(email);
  // Only this browser's calls, as other tests sign in beside it.
  const calls = "**/__clerk/v1/client/sign_ins*";
  const html = { status: 502, body: "<html></html>", headers: { "content-type": "text/html" } };
  const once = { times: 1 };
  const failNext = async (route: Route) => {
    await local.fault({ match: "POST /v1/client/sign_ins", ...html, ...once });
    await route.continue();
  };
  await page.route(calls, failNext, once);
  const send = page.getByRole("button", { name: "Continue", exact: true });
  await send.click();
  await expect(page.getByText("Sign-in can't be reached just now.")).toBeVisible();
  await send.click();
  await expect(page.getByLabel("Password", { exact: true })).toBeVisible();
});

test("without JavaScript the sign-in page says what it needs", async ({ browser, local }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${local.appUrl}/sign-in`);
  // Playwright's text selectors leave <noscript> out.
  await expect(page.locator("noscript")).toBeVisible();
  expect(await page.content()).toContain("Turn on JavaScript in your browser");
  await context.close();
});

test("no page of Clerk's warns of selectors that its next version may break", async ({ page }) => {
  const warnings: string[] = [];
  page.on("console", (message) => {
    if (/structural css/i.test(message.text())) warnings.push(message.text());
  });
  for (const path of ["/sign-in", "/sign-up"]) {
    await page.goto(path);
    await expect(page.getByLabel("Email address")).toBeVisible();
  }
  expect(warnings).toEqual([]);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("a click signs in as a local user and opens the page that was asked for", async ({
    page,
  }) => {
    await page.goto("/settings");
    await expect(page.getByText("local-password-1")).toBeVisible();
    await page.getByRole("button", { name: /^Sign in as pro\b/ }).click();
    await expect(page).toHaveURL("/settings");
    await expect(page.getByRole("main")).toContainText("Pro plan");
    await page.goto("/");
    await expect(page.getByRole("link", { name: "Sign in" })).toHaveCount(0);
    await expect(page.getByRole("link", { name: "Open dashboard" })).toHaveCount(2);
  });
});
