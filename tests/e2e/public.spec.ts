import { expect, test } from "./support/test.ts";

test("the start page loads no script of Clerk's and sets no cookie", async ({ page, context }) => {
  const scripts: string[] = [];
  page.on("request", (request) => scripts.push(request.url()));
  const response = await page.goto("/", { waitUntil: "networkidle" });
  expect(response?.status()).toBe(200);
  expect(scripts.length).toBeGreaterThan(0);
  expect(scripts.filter((url) => /clerk/i.test(url))).toEqual([]);
  expect(await context.cookies()).toEqual([]);
});

test("a path without a rule is not found, whatever its letters", async ({ page }) => {
  for (const path of ["/nowhere", "/ADMIN", "/%61dmin", "/sign-in/..%2Fadmin", "/dashboard%2f"]) {
    const response = await page.goto(path);
    expect(response?.status(), path).toBe(404);
    await expect(page.getByRole("heading", { name: "Page not found" })).toBeVisible();
  }
});

test("the health check answers without a session", async ({ request }) => {
  const response = await request.get("/api/health");
  expect(response.status()).toBe(200);
  expect(await response.json()).toEqual({ status: "ok" });
});
