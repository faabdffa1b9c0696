import type { Page } from "@playwright/test";
import { type Claims, LEAST_PRIVILEGE } from "../../lib/auth/claims.ts";
import { decide, findPath, POLICY } from "../../lib/auth/policy.ts";
import { show } from "../pictures/screen.ts";
import { readScreens } from "../pictures/screens.ts";
import { addressOf } from "../tools/address-of.ts";
import { choosePassword } from "./support/choose-password.ts";
import { look } from "./support/look.ts";
import { expect, test } from "./support/test.ts";

const PAGES = Object.keys(POLICY)
  .filter((path) => !path.startsWith("/api/"))
  .map(addressOf);

const NOWHERE = "/nowhere";

const MIGHTY = { role: "admin", plan: "enterprise", onboardingComplete: true } as const;

const ONBOARDED = { onboardingComplete: true } as const;

function mayOpen(claims: Claims | null): string[] {
  return PAGES.filter((path) => decide(findPath(path), claims).kind === "allow");
}

const KEY_STATES = (await readScreens()).filter(({ isKey }) => isKey);

const REFUSED = PAGES.filter(
  (path) => decide(findPath(path), { ...LEAST_PRIVILEGE, ...ONBOARDED }).kind === "forbidden",
);

/** Every page of the policy, seen by somebody who may open it, and the pages that refuse. */
const VISITORS = [
  { name: "nobody", claims: null, pages: [...mayOpen(null), NOWHERE] },
  {
    name: "an admin",
    claims: MIGHTY,
    pages: mayOpen({ ...LEAST_PRIVILEGE, ...MIGHTY }).filter(
      (path) => !mayOpen(null).includes(path),
    ),
  },
  { name: "somebody who is refused", claims: ONBOARDED, pages: REFUSED.slice(0, 1) },
];

/** Clerk's parts come with its script, after the page. */
async function settled(page: Page): Promise<void> {
  const path = new URL(page.url()).pathname;
  if (path === "/sign-in" || path === "/sign-up") {
    await expect(page.getByLabel("Email address")).toBeVisible();
    return;
  }
  const isSignedIn = (await page.context().cookies()).some(({ name }) => name === "__session");
  if (isSignedIn && path !== "/" && path !== NOWHERE) {
    await expect(page.getByRole("button", { name: /user menu/i })).toBeVisible();
  }
}

/** What a token of the theme is at the moment, as the browser computes colors. */
function colorOf(page: Page, token: string): Promise<string> {
  return page.evaluate((name) => {
    const probe = document.body.appendChild(document.createElement("i"));
    probe.style.color = `var(${name})`;
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  }, token);
}

async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await settled(page);
}

test.describe("axe finds nothing, and nothing scrolls sideways", () => {
  test.setTimeout(120_000);
  // A page that fades in has low contrast on its way.
  test.use({ contextOptions: { reducedMotion: "reduce" } });

  test("on every page of the policy: none is left out", () => {
    expect(VISITORS.flatMap(({ pages }) => pages)).toEqual(expect.arrayContaining(PAGES));
  });

  for (const { name, claims, pages } of VISITORS) {
    test(`on the pages of ${name}`, async ({ page, context, local }) => {
      if (claims) await local.signIn(context, (await local.createUser(claims, "viewer")).id);
      for (const path of pages) {
        await open(page, path);
        await look(path, page);
      }
    });
  }

  for (const screen of KEY_STATES) {
    test(`in the state ${screen.name}`, async ({ browser, local }) => {
      const desktop = { colorScheme: "light", width: 1280 } as const;
      const page = await show(browser, local, screen, desktop);
      await look(screen.name, page);
      await page.context().close();
    });
  }

  test("in onboarding and in the account menu", async ({ page, context, local }) => {
    const user = await local.createUser({}, "starter");
    await local.signIn(context, user.id);
    const next = () => page.getByRole("button", { name: "Continue" }).click();

    await open(page, "/onboarding/welcome");
    await look("welcome", page);
    await next();
    await expect(page).toHaveURL(/profile/);
    await page.getByLabel("Display name").fill(" ");
    await page.getByLabel("Company size").selectOption("2-10");
    await next();
    await expect(page.getByText("Enter a display name").first()).toBeVisible();
    await look("profile with an error", page);
    await page.getByLabel("Display name").fill("Person One");
    await next();
    await expect(page).toHaveURL(/onboarding\/company/);
    await look("company", page);
    await page.getByLabel("Company name").fill("A Company");
    await next();
    await expect(page).toHaveURL(/preferences/);
    await look("preferences", page);
    const digest = page.getByLabel("Once a week");
    await digest.check();
    // Axe can't see that a radio button has a color that is not the theme's.
    await expect(digest).toHaveCSS("accent-color", await colorOf(page, "--primary"));
    await next();
    await expect(page).toHaveURL(/finish/);
    await look("finish", page);
    await page.getByRole("button", { name: "Finish" }).click();
    await expect(page).toHaveURL("/dashboard");
    await page.getByRole("button", { name: /user menu/i }).click();
    await expect(page.getByRole("button", { name: "Sign out" })).toBeVisible();
    await look("account menu", page);
  });

  test("the skip link leads past the header, and back still works", async ({
    page,
    context,
    local,
  }) => {
    await local.signIn(context, (await local.createUser(MIGHTY, "skipper")).id);
    await open(page, "/dashboard");
    await page.keyboard.press("Tab");
    await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    await expect(page.getByRole("button", { name: "Refresh token" })).toBeFocused();
    await page.getByRole("link", { name: "Settings" }).click();
    await expect(page.getByRole("heading", { name: "Settings" })).toBeVisible();
    await page.goBack();
    await expect(page.getByRole("heading", { name: "Dashboard" })).toBeVisible();
  });

  test("the header stays in one row, or in two on small screens, with the open page in sight", async ({
    page,
    context,
    local,
  }) => {
    await local.signIn(context, (await local.createUser(MIGHTY, "wide")).id);
    // The last of the links: on a phone they scroll sideways.
    await open(page, "/settings");
    const here = page.getByRole("navigation", { name: "Main" }).locator("[aria-current]");
    for (const [width, rows] of [
      [320, 2],
      [640, 2],
      [700, 2],
      [1023, 2],
      [1024, 1],
      [1280, 1],
    ] as const) {
      await page.setViewportSize({ width, height: 800 });
      await expect(here).toBeInViewport({ ratio: 0.99 });
      const box = await page.getByRole("banner").boundingBox();
      expect(box?.height, `header at ${width} px`).toBeLessThan(rows === 1 ? 70 : 110);
    }
  });

  test("in the further steps of Clerk's sign-in and sign-up", async ({ page, local }) => {
    const next = () => page.getByRole("button", { name: "Continue", exact: true }).click();
    const { email } = await local.createUser({}, "signer");

    await open(page, "/sign-in");
    // Axe cannot see that a button without a background is a button that nobody sees.
    const button = page.getByRole("button", { name: "Continue", exact: true });
    await expect(button).not.toHaveCSS("background-color", "rgba(0, 0, 0, 0)");
    // …nor that an input has no edge: at least 3:1 against the card around it.
    const field = page.getByLabel("Email address");
    await expect(field).toHaveCSS("border-top-width", "1px");
    await expect(field).toHaveCSS("border-top-color", await colorOf(page, "--input"));
    await page.getByLabel("Email address").fill(email);
    await next();
    await page.getByLabel("Password", { exact: true }).fill("not-the-password");
    await next();
    await expect(page.getByText(/password is incorrect/i).first()).toBeVisible();
    await look("sign-in with a wrong password", page);

    await open(page, "/sign-up");
    await page.getByLabel("Email address").fill(`new-${email}`);
    await choosePassword(page, "local-password-1");
    await next();
    await expect(page.getByLabel(/verification code/i)).toBeVisible();
    await look("sign-up code", page);
  });
});
