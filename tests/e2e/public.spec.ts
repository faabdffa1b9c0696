import { existsSync } from "node:fs";
import { POLICY } from "../../lib/auth/policy.ts";
import { expect, test } from "./support/test.ts";

const BACKGROUND = { light: "rgb(250, 250, 247)", dark: "rgb(13, 17, 16)" } as const;

test("the start page loads no script of Clerk's and sets no cookie", async ({ page, context }) => {
  const scripts: string[] = [];
  page.on("request", (request) => scripts.push(request.url()));
  const response = await page.goto("/", { waitUntil: "networkidle" });
  expect(response?.status()).toBe(200);
  expect(scripts.length).toBeGreaterThan(0);
  expect(scripts.filter((url) => /clerk/i.test(url))).toEqual([]);
  expect(await context.cookies()).toEqual([]);
});

test("nothing on the start page moves while it loads", async ({ page }) => {
  await page.addInitScript(() => {
    const shifts: number[] = [];
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      // A LayoutShift, which TypeScript doesn't know, has its size in `value`.
      for (const entry of list.getEntries()) shifts.push(Reflect.get(entry, "value"));
    }).observe({ type: "layout-shift", buffered: true });
  });
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 800 });
    await page.goto("/", { waitUntil: "networkidle" });
    expect(await page.evaluate(() => Reflect.get(window, "shifts")), `at ${width} px`).toEqual([]);
  }
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`without JavaScript the system's theme applies, ${colorScheme}`, async ({
    browser,
    local,
  }) => {
    const context = await browser.newContext({ javaScriptEnabled: false, colorScheme });
    const page = await context.newPage();
    await page.goto(local.appUrl);
    await expect(page.locator("body")).toHaveCSS("background-color", BACKGROUND[colorScheme]);
    await expect(page.getByRole("button", { name: "Switch theme" })).toBeHidden();
    await context.close();
  });
}

test("a theme chosen here applies everywhere, from the first paint", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto("/", { waitUntil: "networkidle" });
  await page.getByRole("button", { name: "Switch theme" }).click();
  await expect(page.locator("html")).toHaveClass(/dark/);
  for (const path of ["/", "/sign-in", "/nowhere"]) {
    // Scripts that are loaded come too late to prevent a flash: only inline ones run here.
    await page.route("**/_next/static/**/*.js*", (route) => route.abort());
    await page.goto(path, { waitUntil: "domcontentloaded" });
    await expect(page.locator("body"), path).toHaveCSS("background-color", BACKGROUND.dark);
  }
});

test("the start page shows the product: pictures, code, the table of rules and files that are there", async ({
  request,
}) => {
  const page = await (await request.get("/")).text();
  for (const path of Object.keys(POLICY)) expect(page).toContain(path.split("/").at(-1));
  expect(page).toContain("await");
  expect(page).toContain("updateUserMetadata(userId");
  expect(page.match(/<img [^>]*alt="The dashboard/g)).toHaveLength(4);
  const files = [...page.matchAll(/<code[^>]*>([\w./()-]+\.(?:tsx?|md))<\/code>/g)];
  expect(files.length).toBeGreaterThan(8);
  for (const [, file = ""] of files) expect(existsSync(file), file).toBe(true);
});

for (const [colorScheme, width, file] of [
  ["light", 1280, "dashboard-light"],
  ["dark", 1280, "dashboard-dark"],
  ["light", 390, "dashboard-phone-light"],
  ["dark", 390, "dashboard-phone-dark"],
] as const) {
  test(`the start page loads one picture, at once: ${file}`, async ({ browser }) => {
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 } });
    const page = await context.newPage();
    const pictures: string[] = [];
    page.on("request", (request) => {
      if (request.resourceType() === "image") pictures.push(decodeURIComponent(request.url()));
    });
    await page.goto("/", { waitUntil: "networkidle" });
    await page.getByRole("img", { name: /^The dashboard/ }).scrollIntoViewIfNeeded();
    await page.waitForLoadState("networkidle");
    const shown = pictures.filter((url) => url.includes("/_next/image"));
    expect(shown).toEqual([expect.stringContaining(`/${file}.`)]);
    await expect(page.locator('link[rel="preload"][as="image"]')).toHaveCount(4);
    await context.close();
  });
}

test("a click says at once that its page is on the way, and the page stays until it is there", async ({
  page,
  context,
  local,
}) => {
  await local.signIn(context, (await local.createUser({ onboardingComplete: true })).id);
  await page.goto("/dashboard", { waitUntil: "networkidle" });
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  await page.route(/\/settings\?_rsc/, async (route) => {
    await released;
    await route.continue();
  });
  await page.getByRole("link", { name: "Settings" }).click();
  const bar = () => page.evaluate(() => getComputedStyle(document.body, "::before").content);
  await expect.poll(bar).toBe('""');
  await expect(page.getByRole("heading", { name: "Dashboard" })).toBeVisible();
  release();
  await expect(page.getByRole("heading", { name: "Settings" })).toBeVisible();
  await expect.poll(bar).toBe("none");
});

test("a path without a rule is not found, whatever its letters", async ({ page }) => {
  for (const path of [
    "/nowhere",
    "/SETTINGS",
    "/%73ettings",
    "/sign-in/..%2Fsettings",
    "/dashboard%2f",
  ]) {
    const response = await page.goto(path);
    expect(response?.status(), path).toBe(404);
    await expect(page.getByRole("heading", { name: "Page not found" })).toBeVisible();
  }
});

test("search engines, previews and home screens get what they ask for, without a session", async ({
  request,
  local,
}) => {
  const types = {
    "/robots.txt": "text/plain",
    "/sitemap.xml": "application/xml",
    "/manifest.webmanifest": "application/manifest+json",
    "/opengraph-image": "image/png",
    "/apple-icon": "image/png",
    "/icon.svg": "image/svg+xml",
  };
  for (const [path, type] of Object.entries(types)) {
    const response = await request.get(path);
    expect(response.status(), path).toBe(200);
    expect(response.headers()["content-type"], path).toContain(type);
  }
  const sitemap = await (await request.get("/sitemap.xml")).text();
  expect(sitemap).toContain(`<loc>${local.appUrl}/sign-in</loc>`);
  expect(sitemap).not.toContain("/dashboard");
  const page = await (await request.get("/")).text();
  expect(page).toMatch(new RegExp(`property="og:image" content="${local.appUrl}/opengraph-image`));
});

test("the health check answers without a session", async ({ request }) => {
  const response = await request.get("/api/health");
  expect(response.status()).toBe(200);
  expect(await response.json()).toEqual({ status: "ok" });
});
