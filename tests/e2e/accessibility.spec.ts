import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, BrowserContextOptions, Page } from "@playwright/test";
import { LEAST_PRIVILEGE } from "../../lib/auth/claims.ts";
import { decide, POLICY } from "../../lib/auth/policy.ts";
import type { LocalServices } from "./support/local.ts";
import { expect, test } from "./support/test.ts";

type Look = (what: string, page: Page) => Promise<void>;

const PAGES = Object.keys(POLICY).filter((path) => !path.startsWith("/api/"));

/** May open every page; for signed-in pages that onboarded visitors leave there is the walk below. */
const MIGHTY = { role: "admin", plan: "enterprise", onboardingComplete: true } as const;

/** Clerk's parts come with its script, after the page. */
async function settled(page: Page): Promise<void> {
  if ((await page.getByText("Checking your access").count()) > 0) {
    await expect(page.getByText("Checking your access")).toBeHidden();
  }
  const path = new URL(page.url()).pathname;
  if (path === "/sign-in" || path === "/sign-up") {
    await expect(page.getByLabel("Email address")).toBeVisible();
  } else if ((await page.context().cookies()).some(({ name }) => name.startsWith("__session"))) {
    await expect(page.getByRole("button", { name: /user menu/i })).toBeVisible();
  }
}

async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await settled(page);
}

/** Every page that the policy has, as somebody who may open it, and those that refuse. */
async function seeEveryPage(
  browser: Browser,
  local: LocalServices,
  options: BrowserContextOptions,
  look: Look,
): Promise<void> {
  const visitors = [
    { claims: null, also: ["/nowhere"] },
    { claims: { ...LEAST_PRIVILEGE, ...MIGHTY }, also: ["/nowhere"] },
    { claims: { ...LEAST_PRIVILEGE, onboardingComplete: true }, also: ["/admin"] },
  ];
  const seen = new Set<string>();
  for (const { claims, also } of visitors) {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    if (claims) {
      const { teamId, ...metadata } = claims;
      await local.signIn(context, (await local.createUser(metadata, "viewer")).id);
    }
    const mayOpen = PAGES.filter((path) => decide(path, claims).kind === "allow");
    for (const path of [...mayOpen.filter((one) => !seen.has(one)), ...also]) {
      seen.add(path);
      await open(page, path);
      await look(`${path} as ${claims?.role ?? "nobody"}`, page);
    }
    await context.close();
  }
  expect([...seen]).toEqual(expect.arrayContaining(PAGES));
}

/** Onboarding from its first step to the team it makes, then the account menu. */
async function seeOnboarding(
  browser: Browser,
  local: LocalServices,
  options: BrowserContextOptions,
  look: Look,
): Promise<void> {
  const context = await browser.newContext(options);
  const user = await local.createUser({}, "starter");
  await local.signIn(context, user.id);
  const page = await context.newPage();
  const next = () => page.getByRole("button", { name: "Continue" }).click();

  await open(page, "/onboarding/welcome");
  await look("welcome", page);
  await next();
  await expect(page).toHaveURL(/profile/);
  await page.getByLabel("Display name").fill(" ");
  await page.getByLabel("Company size").selectOption("2-10");
  await next();
  await expect(page.getByText("is missing")).toBeVisible();
  await look("profile with an error", page);
  await page.getByLabel("Display name").fill("Person One");
  await next();
  await expect(page).toHaveURL(/onboarding\/team/);
  await page.getByLabel("Create a team").check();
  await look("team", page);
  await page.getByLabel("Team name").fill("A Team");
  await page.getByLabel("Address").fill(`axe-${user.id.slice(-20).toLowerCase()}`);
  await next();
  await expect(page).toHaveURL(/preferences/);
  await look("preferences", page);
  await page.getByLabel("Once a week").check();
  await next();
  await expect(page).toHaveURL(/finish/);
  await look("finish", page);
  await page.getByRole("button", { name: "Finish" }).click();
  await expect(page).toHaveURL("/dashboard");
  await open(page, "/team");
  await expect(page.getByRole("heading", { name: "A Team" })).toBeVisible();
  await look("team page with members", page);
  await page.getByRole("button", { name: /user menu/i }).click();
  await expect(page.getByRole("button", { name: "Sign out" })).toBeVisible();
  await look("account menu", page);
  await context.close();
}

/** The further steps of Clerk's sign-in and sign-up. */
async function seeClerkForms(
  browser: Browser,
  local: LocalServices,
  options: BrowserContextOptions,
  look: Look,
): Promise<void> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const next = () => page.getByRole("button", { name: "Continue", exact: true }).click();
  const { email } = await local.createUser({}, "signer");

  await open(page, "/sign-in");
  await page.getByLabel("Email address").fill(email);
  await next();
  await page.getByLabel("Password", { exact: true }).fill("not-the-password");
  await next();
  await expect(page.getByText(/password is incorrect/i).first()).toBeVisible();
  await look("sign-in with a wrong password", page);

  await open(page, "/sign-up");
  await page.getByLabel("Email address").fill(`new-${email}`);
  await page.getByLabel("Password", { exact: true }).fill("local-password-1");
  await next();
  await expect(page.getByLabel(/verification code/i)).toBeVisible();
  await look("sign-up code", page);
  await context.close();
}

const axe: Look = async (what, page) => {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} at ${target.join(" ")}: ${failureSummary}`),
  );
  expect.soft(found, what).toEqual([]);
};

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [390, 1280]) {
    test.describe(`${colorScheme} at ${width} px, axe finds nothing`, () => {
      const options: BrowserContextOptions = {
        colorScheme,
        viewport: { width, height: 900 },
        // A page that fades in has low contrast on its way.
        reducedMotion: "reduce",
      };
      test.setTimeout(90_000);

      test("on any page", async ({ browser, local }) => {
        await seeEveryPage(browser, local, options, axe);
      });
      test("in onboarding, the team and the account menu", async ({ browser, local }) => {
        await seeOnboarding(browser, local, options, axe);
      });
      test("in Clerk's forms", async ({ browser, local }) => {
        await seeClerkForms(browser, local, options, axe);
      });
    });
  }
}

test("nothing scrolls sideways at 320 px", async ({ browser, local }) => {
  test.setTimeout(90_000);
  const options = { viewport: { width: 320, height: 640 }, reducedMotion: "reduce" } as const;
  const fits: Look = async (what, page) => {
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect.soft(width, what).toBeLessThanOrEqual(320);
  };
  await seeEveryPage(browser, local, options, fits);
  await seeOnboarding(browser, local, options, fits);
  await seeClerkForms(browser, local, options, fits);
});
