import type { BrowserContext, Page } from "@playwright/test";
import { decodeJwt } from "jose";
import { z } from "zod";
import { grantAsAdmin } from "./support/grant.ts";
import { clickLinkTo, Journey, settled } from "./support/journey.ts";
import type { LocalServices, TestUser } from "./support/local.ts";
import { expect, test } from "./support/test.ts";
import { holdTokens, refuseTokens } from "./support/tokens.ts";

const denied = (page: Page) => page.getByRole("heading", { name: "Admin access required" });
const admitted = (page: Page) => page.getByRole("heading", { name: "Users", exact: true });
const looking = (page: Page) => page.getByText("Checking your access once more…");

async function openDashboard(
  page: Page,
  context: BrowserContext,
  local: LocalServices,
): Promise<TestUser> {
  const user = await local.createUser({ onboardingComplete: true });
  await local.signIn(context, user.id);
  await page.goto("/dashboard");
  await settled(page);
  return user;
}

/** Is denied on the client, by a page's redirect, and waits until that has been looked at. */
async function beDenied(page: Page): Promise<void> {
  await clickLinkTo(page, "/admin");
  await expect(denied(page)).toBeVisible();
  await expect(looking(page)).toBeHidden();
}

/** Makes the server's recheck contradict the pages: the fault that would make a loop. */
async function allowEveryRecheck(page: Page): Promise<{ count: number }> {
  const rechecks = { count: 0 };
  await page.route(/\/(admin|unauthorized)/, async (route) => {
    const request = route.request();
    if (request.method() !== "POST" || !request.headers()["next-action"]) return route.fallback();
    const response = await route.fetch();
    const body = (await response.text()).replace('"allowed":false', '"allowed":true');
    rechecks.count += 1;
    return route.fulfill({ response, body });
  });
  return rechecks;
}

const GRANTS = [
  {
    claims: { role: "admin" },
    path: "/admin",
    link: "Admin",
    refused: "Admin access required",
    opened: "Users",
    news: "You now have the Admin role",
  },
  {
    claims: { plan: "pro" },
    path: "/reports",
    link: "Reports",
    refused: "Pro plan required",
    opened: "Reports",
    news: "You are now on the Pro plan",
  },
] as const;

for (const { claims, path, link, refused, opened, news } of GRANTS) {
  for (const before of ["clean", "after a denial"] as const) {
    const granted = Object.keys(claims).join();
    test(`a ${granted} that an admin grants elsewhere opens the page on the next click, ${before}`, async ({
      page,
      context,
      browser,
      local,
    }) => {
      const user = await openDashboard(page, context, local);
      if (before === "after a denial") {
        await clickLinkTo(page, path);
        await expect(page.getByRole("heading", { name: refused })).toBeVisible();
        await expect(looking(page)).toBeHidden();
      }
      await grantAsAdmin(browser, local, user.id, claims);

      const journey = new Journey(page);
      await clickLinkTo(page, path);
      await expect(page.getByRole("heading", { name: opened, exact: true })).toBeVisible();
      await expect(page).toHaveURL(path);
      await expect(page.getByText(news)).toBeVisible();
      const navigation = page.getByRole("navigation", { name: "Main" });
      await expect(navigation.getByRole("link", { name: link, exact: true })).toBeVisible();
      expect(journey.documents).toEqual([]);
      expect(journey.tokenCalls).toBe(1);
      // Nothing stood in the address bar but the wanted page and its denial.
      const denial = `/unauthorized?from=${encodeURIComponent(path)}`;
      expect(journey.paths.filter((one) => ![path, denial].includes(one))).toEqual([]);
    });
  }
}

test("a denied document heals without a click, with one new token", async ({
  page,
  context,
  local,
}) => {
  const user = await openDashboard(page, context, local);
  await local.setClaims(user.id, { role: "admin" });
  const journey = new Journey(page);
  const response = await page.goto("/admin?q=nobody");
  expect(response?.status()).toBe(403);
  await expect(admitted(page)).toBeVisible();
  journey.expectOnly({
    paths: ["/admin?q=nobody"],
    documents: ["/admin?q=nobody"],
    tokenCalls: 1,
  });
});

test("onboarding finished on another device sends the visitor on to where they wanted", async ({
  page,
  context,
  local,
}) => {
  const user = await local.createUser();
  await local.signIn(context, user.id);
  await page.goto("/onboarding");
  await settled(page);
  await local.setClaims(user.id, { onboardingComplete: true });
  const journey = new Journey(page);
  await clickLinkTo(page, "/dashboard?tab=1");
  await expect(page.getByRole("heading", { name: "Dashboard" })).toBeVisible();
  await expect(page).toHaveURL("/dashboard?tab=1");
  expect(journey.documents).toEqual([]);
  expect(journey.tokenCalls).toBe(1);
  // On the way only the wanted page and the denial stood in the address bar.
  expect(new Set(journey.paths)).toEqual(
    new Set(["/dashboard?tab=1", "/onboarding?from=%2Fdashboard%3Ftab%3D1"]),
  );
});

test("each click is looked at once; what is rendered anew by itself is not", async ({
  page,
  context,
  local,
}) => {
  const user = await openDashboard(page, context, local);
  const journey = new Journey(page);
  await beDenied(page);
  expect(journey.tokenCalls).toBe(1);

  // Rendered anew twice, by nobody's act: other claims change, and the token is renewed.
  await local.setClaims(user.id, { plan: "pro" });
  for (let times = 0; times < 2; times += 1) {
    const anew = page.waitForResponse((response) => response.url().includes("/unauthorized"));
    await page.evaluate(() =>
      (window as unknown as { next: { router: { refresh(): void } } }).next.router.refresh(),
    );
    await anew;
  }
  await page.waitForLoadState("networkidle");
  expect(journey.tokenCalls).toBe(1);

  await clickLinkTo(page, "/admin");
  await expect(page.getByText("You are now on the Pro plan")).toBeVisible();
  await expect(page.getByRole("main").getByText("Pro plan")).toBeVisible();
  await page.waitForLoadState("networkidle");
  expect(journey.tokenCalls).toBe(2);
});

test("a page that denies what the recheck allows is given up after one try", async ({
  page,
  context,
  local,
}) => {
  await openDashboard(page, context, local);
  const rechecks = await allowEveryRecheck(page);
  const journey = new Journey(page);
  await clickLinkTo(page, "/admin");
  await expect.poll(() => journey.paths.filter((path) => path === "/admin")).toHaveLength(2);
  await expect(denied(page)).toBeVisible();
  await page.waitForLoadState("networkidle");
  expect(rechecks.count).toBe(1);
  expect(journey.tokenCalls).toBe(1);
  expect(journey.documents).toEqual([]);

  // A click is an act: once more, and not for ever.
  await clickLinkTo(page, "/admin");
  await expect.poll(() => rechecks.count).toBe(2);
  await page.waitForLoadState("networkidle");
  expect(journey.tokenCalls).toBe(2);
});

test("nor does it loop where the router has to load documents", async ({
  page,
  context,
  local,
}) => {
  await openDashboard(page, context, local);
  const rechecks = await allowEveryRecheck(page);
  const journey = new Journey(page);
  // What is not the router's own format makes it load the page as a document.
  await page.route(/\/admin\?_rsc/, (route) => route.fulfill({ contentType: "text/html" }));
  await page.goto("/admin");
  await expect.poll(() => journey.documents).toEqual(["/admin", "/admin"]);
  await settled(page);
  await page.waitForLoadState("networkidle");
  expect(rechecks.count).toBe(1);
  expect(journey.tokenCalls).toBe(1);
  expect(journey.documents).toHaveLength(2);

  // A reload is the visitor's act.
  await page.reload();
  await expect.poll(() => rechecks.count).toBe(2);
});

test("a visitor who turns away while the look is under way is not taken back", async ({
  page,
  context,
  local,
}) => {
  const user = await openDashboard(page, context, local);
  await local.setClaims(user.id, { role: "admin" });
  const release = await holdTokens(page);
  await clickLinkTo(page, "/admin");
  await expect(looking(page)).toBeVisible();
  const answered = page.waitForResponse(/\/tokens/);
  await page.getByRole("link", { name: "Back to dashboard" }).click();
  await expect(page).toHaveURL("/dashboard");
  release();
  await answered;
  await page.waitForLoadState("networkidle");
  await expect(page.getByRole("heading", { name: "Dashboard" })).toBeVisible();
  await expect(page).toHaveURL("/dashboard");
});

test("a visitor who does something else on the denied page is told, and goes on by themselves", async ({
  page,
  context,
  local,
}) => {
  const user = await openDashboard(page, context, local);
  await local.setClaims(user.id, { role: "admin" });
  const release = await holdTokens(page);
  await clickLinkTo(page, "/admin");
  await expect(looking(page)).toBeVisible();
  await page.getByRole("button", { name: /user menu/i }).click();
  await page.keyboard.press("Escape");
  release();
  await expect(page.getByRole("heading", { name: "You can open this page now" })).toBeVisible();
  await expect(page).toHaveURL("/unauthorized?from=%2Fadmin");
  await page.getByRole("link", { name: "Continue" }).click();
  await expect(admitted(page)).toBeVisible();
});

test("offline, the denial stands, and the next click is looked at again", async ({
  page,
  context,
  local,
}) => {
  const user = await openDashboard(page, context, local);
  await local.setClaims(user.id, { role: "admin" });
  await refuseTokens(page);
  await beDenied(page);
  await page.unrouteAll();
  await clickLinkTo(page, "/admin");
  await expect(admitted(page)).toBeVisible();
});

test("what is allowed costs no call to Clerk's Backend API", async ({ page, context, local }) => {
  const user = await openDashboard(page, context, local);
  const cookies = await context.cookies();
  const token = cookies.find(({ name }) => name === "__session")?.value ?? "";
  const { sid } = z.object({ sid: z.string() }).parse(decodeJwt(token));
  for (const name of ["Team", "Dashboard"]) {
    await page.getByRole("link", { name, exact: true }).click();
    await expect(page.getByRole("heading", { name, exact: true })).toBeVisible();
  }
  expect((await page.goto("/dashboard"))?.status()).toBe(200);
  expect((await context.request.get("/api/me")).status()).toBe(200);

  const calls = (await local.requests()).filter(({ api }) => api === "backend");
  const isAboutThis = ({ path }: { path: string }) =>
    [user.id, sid, "/jwks"].some((text) => path.includes(text));
  expect(calls.filter(isAboutThis)).toEqual([]);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("a denial says what is needed and promises nothing", async ({ page, context, local }) => {
    const user = await local.createUser({ onboardingComplete: true });
    await local.signIn(context, user.id);
    await page.goto("/admin");
    await expect(denied(page)).toBeVisible();
    await expect(looking(page)).toHaveCount(0);
  });
});
