import { join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { Command } from "../../src/testing/command.ts";

const PASSWORD = "correct horse battery";
const { APPS_FOLDER = "", E2E_URL: nextUrl = "" } = process.env;

/** From the app's own buttons: up, in its account menu, out, and in again. */
async function tryAll(page: Page, url: string): Promise<void> {
  const email = `person-${Date.now()}@example.com`;
  await page.goto(url);
  await page.getByRole("button", { name: "Sign up" }).click();
  await expect(page).toHaveURL(new RegExp(`^${url}/__clerk/sign-up`));
  await page.getByLabel("Email address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  // It moves the button.
  await expect(page.getByText("Your password meets").first()).toBeVisible();
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await page.getByLabel(/verification code/i).fill("424242");
  await expect(page).toHaveURL(new RegExp(`^${url}/([?#].*)?$`));
  await expect(page.getByRole("heading", { name: /^Signed in as user_/ })).toBeVisible();

  await page.getByRole("button", { name: "Open user menu" }).click();
  await page.getByRole("button", { name: "Manage account" }).click();
  await expect(page.getByRole("dialog").getByText(email).first()).toBeVisible();
  await page.getByLabel("Close modal").click();
  await page.getByRole("button", { name: "Open user menu" }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "Signed out" })).toBeVisible();

  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(new RegExp(`^${url}/__clerk/sign-in`));
  await page.getByLabel("Email address").fill(email);
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await expect(page.getByRole("heading", { name: /^Signed in as user_/ })).toBeVisible();
}

test("Clerk's quickstart for Next", async ({ page }) => {
  await tryAll(page, nextUrl);
  await page.goto("/profile");
  await expect(page.getByRole("heading", { name: "Profile details" })).toBeVisible();
});

test("a page of Next that is protected leads to the sign-in page, and back", async ({ page }) => {
  await page.goto("/protected");
  await expect(page).toHaveURL(new RegExp(`^${nextUrl}/__clerk/sign-in`));
  await page.getByRole("link", { name: "Sign up" }).click();
  const email = `person-${Date.now()}@example.com`;
  await page.getByLabel("Email address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  // It moves the button.
  await expect(page.getByText("Your password meets").first()).toBeVisible();
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await page.getByLabel(/verification code/i).fill("424242");
  await expect(page.getByRole("heading", { name: `Only for ${email}` })).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`^${nextUrl}/protected`));
});

test("Clerk's template for React and Vite, on a Clerk of its own", async ({ page }) => {
  await using command = new Command(["--port", "0", "--proxy-port", "0", "--", "vite"], {
    cwd: join(APPS_FOLDER, "vite"),
  });
  const [, url = ""] = await command.prints(/Open (http:\/\/localhost:\d+)/, 60_000);
  await tryAll(page, url);
});
