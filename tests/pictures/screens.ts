import { globSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Page } from "@playwright/test";
import { choosePassword } from "../e2e/support/choose-password.ts";
import { goOffline } from "../e2e/support/offline.ts";
import { answerEverything, continueTo } from "../e2e/support/onboard.ts";
import { refuseTokens } from "../e2e/support/tokens.ts";
import { expect, type Screen } from "./screen.ts";

const NEW = {};
const ONBOARDED = { onboardingComplete: true } as const;
const PASSWORD = "local-password-1";

const next = (page: Page) => page.getByRole("button", { name: "Continue", exact: true }).click();
const clerkForm = (page: Page) => expect(page.getByLabel("Email address")).toBeVisible();
const clerkProfile = (page: Page) => expect(page.getByText("Profile details")).toBeVisible();

const SIGNED_OUT: Screen[] = [
  { name: "landing", path: "/", isMain: true },
  {
    name: "sign-in",
    path: "/sign-in",
    isMain: true,
    reach: ({ page }) => clerkForm(page),
  },
  {
    name: "sign-in-loading",
    path: "/sign-in",
    isBare: true,
    before: ({ page }) => page.route("**/clerk.browser.js*", () => {}),
    reach: ({ page }) => expect(page.getByText("Still loading.")).toBeVisible(),
  },
  {
    name: "sign-in-wrong-password",
    path: "/sign-in",
    async reach({ page, local }) {
      const { email } = await local.createUser(ONBOARDED);
      await page.getByLabel("Email address").fill(email);
      await next(page);
      await page.getByLabel("Password", { exact: true }).fill("not-the-password");
      await next(page);
      await expect(page.getByText(/password is incorrect/i).first()).toBeVisible();
    },
  },
  { name: "sign-up", path: "/sign-up", isMain: true, reach: ({ page }) => clerkForm(page) },
  {
    name: "sign-up-code",
    path: "/sign-up",
    async reach({ page }) {
      await page.getByLabel("Email address").fill(`code-${Date.now()}@example.com`);
      await choosePassword(page, PASSWORD);
      await next(page);
      await expect(page.getByLabel(/verification code/i)).toBeVisible();
    },
  },
  { name: "not-found", path: "/nowhere" },
];

const ONBOARDING: Screen[] = [
  { name: "onboarding-welcome", path: "/onboarding/welcome", as: NEW },
  {
    name: "onboarding-profile",
    path: "/onboarding",
    as: "new",
    isMain: true,
    async reach({ page }) {
      await page.goto("/onboarding/welcome");
      await continueTo(page, "profile");
    },
  },
  {
    name: "onboarding-errors",
    path: "/onboarding",
    as: NEW,
    async reach({ page }) {
      await continueTo(page, "profile");
      await next(page);
      await expect(page.getByText("Enter a display name").first()).toBeVisible();
    },
  },
  {
    name: "onboarding-offline",
    path: "/onboarding",
    as: NEW,
    async reach({ page }) {
      await continueTo(page, "profile");
      await goOffline(page);
      await page.getByLabel("Display name").fill("Kept name");
      await next(page);
      await expect(page.getByRole("alert").filter({ hasText: "offline" })).toBeVisible();
    },
  },
  {
    name: "onboarding-company",
    path: "/onboarding",
    as: NEW,
    async reach({ page }) {
      await continueTo(page, "profile");
      await page.getByLabel("Display name").fill("A name");
      await page.getByLabel("Company size").selectOption("2-10");
      await next(page);
      await expect(page.getByLabel("Company name")).toBeVisible();
    },
  },
  {
    name: "onboarding-preferences",
    path: "/onboarding",
    as: NEW,
    reach: ({ page }) => continueTo(page, "preferences"),
  },
  {
    name: "onboarding-finish",
    path: "/onboarding",
    as: NEW,
    reach: ({ page }) => answerEverything(page),
  },
  {
    name: "onboarding-finish-failed",
    path: "/onboarding",
    as: NEW,
    isKey: true,
    async reach({ page, local, userId }) {
      await answerEverything(page);
      await local.fault({ match: `PATCH /v1/users/${userId}/metadata`, status: 500, times: 4 });
      await page.getByRole("button", { name: "Finish" }).click();
      await expect(page.getByRole("alert").filter({ hasText: "try again" })).toBeVisible();
    },
  },
  {
    name: "onboarding-unreadable",
    path: "/onboarding/welcome",
    as: NEW,
    isKey: true,
    before: ({ local, userId }) =>
      local.fault({ match: `BatchGetDocuments *onboarding/${userId}`, code: 7, times: 4 }),
    reach: ({ page }) => expect(page.getByRole("button", { name: /Try again/ })).toBeVisible(),
  },
];

const SIGNED_IN: Screen[] = [
  { name: "landing-signed-in", path: "/", as: "user", isBare: true },
  {
    name: "dashboard",
    path: "/dashboard",
    as: "owner",
    isMain: true,
    moving: "[role=meter][aria-valuetext$=left]",
  },
  ...["user", "moderator", "admin", "pro", "enterprise"].map((as) => ({
    name: `dashboard-${as}`,
    path: "/dashboard",
    as,
  })),
  {
    name: "dashboard-menu",
    path: "/dashboard",
    as: "user",
    async reach({ page }) {
      await page.getByRole("button", { name: /user menu/i }).click();
      await expect(page.getByRole("button", { name: "Sign out" })).toBeVisible();
    },
  },
  {
    name: "dashboard-granted",
    path: "/dashboard",
    as: ONBOARDED,
    async reach({ page, local, userId }) {
      await local.setClaims(userId, { plan: "pro" });
      await page.getByRole("button", { name: "Refresh token" }).click();
      await expect(page.getByText("You're now on the Pro plan")).toBeVisible();
    },
  },
  {
    name: "dashboard-no-token",
    path: "/dashboard",
    as: ONBOARDED,
    async reach({ page }) {
      await refuseTokens(page);
      await page.getByRole("button", { name: "Refresh token" }).click();
      await expect(page.getByText("No new token arrived.")).toBeVisible();
    },
  },
  {
    name: "page-loading",
    path: "/dashboard",
    as: "user",
    isKey: true,
    async reach({ page }) {
      await page.route(/\/settings\?_rsc/, () => {});
      await page.getByRole("link", { name: "Settings" }).click();
      await expect(page.locator("[data-pending]")).toBeAttached();
    },
  },
  {
    name: "settings",
    path: "/settings",
    as: "owner",
    isMain: true,
    reach: ({ page }) => clerkProfile(page),
  },
  {
    name: "settings-loading",
    path: "/settings",
    as: "user",
    isBare: true,
    before: ({ page }) => page.route("**/ui.browser.js*", () => {}),
    reach: ({ page }) => expect(page.getByText("Still loading.").first()).toBeVisible(),
  },
  {
    name: "settings-security",
    path: "/settings#/security",
    as: "user",
    reach: ({ page }) => expect(page.getByText("Active devices")).toBeVisible(),
  },
  {
    name: "error",
    path: "/dashboard",
    as: "user",
    async reach({ page }) {
      // A page whose script doesn't arrive.
      await page.route("**/_next/static/chunks/**", (route) => route.abort());
      await page.getByRole("link", { name: "Settings" }).click();
      await expect(page.getByText("Something went wrong")).toBeVisible();
    },
  },
];

/** Those of the examples are beside their other tests, in examples/<example>/screens.ts. */
async function ofExamples(): Promise<Screen[]> {
  const files = globSync("examples/*/screens.ts", { cwd: import.meta.dirname }).toSorted();
  const lists = await Promise.all(
    files.map(async (file) => {
      const { SCREENS }: { SCREENS: Screen[] } = await import(join(import.meta.dirname, file));
      return SCREENS.map((screen) => ({ ...screen, folder: dirname(file) }));
    }),
  );
  return lists.flat();
}

export async function readScreens(): Promise<Screen[]> {
  return [...SIGNED_OUT, ...ONBOARDING, ...SIGNED_IN, ...(await ofExamples())];
}
