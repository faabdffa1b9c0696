import type { Claims } from "../../lib/auth/claims.ts";
import { parseClaims } from "../../lib/auth/claims.ts";
import { decide, POLICY } from "../../lib/auth/policy.ts";
import { expect, test } from "./support/test.ts";

/** What the policy table says each persona meets: the test holds no expectation of its own. */
const paths = Object.keys(POLICY);
const pages = paths.filter((path) => !path.startsWith("/api/"));
const apis = paths.filter((path) => path.startsWith("/api/"));

function claimsOf(metadata: unknown): Claims {
  return parseClaims({ metadata }).claims;
}

test("each persona gets at each page what the policy says", async ({ browser, local }) => {
  test.setTimeout(120_000);
  const visitors = [
    { name: "signed out", claims: null, userId: null },
    ...local.personas.map(({ email, userId, metadata }) => ({
      name: email,
      claims: claimsOf(metadata),
      userId,
    })),
  ];
  for (const { name, claims, userId } of visitors) {
    const context = await browser.newContext();
    if (userId) await local.signIn(context, userId);
    for (const path of pages) {
      const decision = decide(path, claims);
      const headers = { accept: "text/html", "sec-fetch-dest": "document" };
      const response = await context.request.get(path, { headers, maxRedirects: 0 });
      const location = response.headers().location ?? "";
      const at = `${name} at ${path}`;
      if (decision.kind === "allow") {
        const finished = path === "/onboarding" && claims?.onboardingComplete;
        expect(response.status(), at).toBe(finished ? 307 : 200);
      } else if (decision.kind === "forbidden") {
        expect(response.status(), at).toBe(403);
        expect(await response.text(), at).toContain("required");
      } else {
        expect(response.status(), at).toBe(307);
        const expected =
          decision.kind === "sign-in" ? "/sign-in?redirect_url=" : "/onboarding?from=";
        expect(location, at).toContain(expected + encodeURIComponent(path));
      }
    }
    for (const path of apis) {
      const decision = decide(path, claims);
      const response = await context.request.get(path, { maxRedirects: 0 });
      const status = decision.kind === "allow" ? 200 : decision.kind === "sign-in" ? 401 : 403;
      expect(response.status(), `${name} at ${path}`).toBe(status);
      expect(response.headers()["content-type"], path).toContain("application/json");
    }
    await context.close();
  }
});

test("allowed pages cost no call to Clerk", async ({ context, page, local }) => {
  const user = await local.createUser({ onboardingComplete: true, role: "moderator" });
  await local.signIn(context, user.id);
  await page.goto("/dashboard", { waitUntil: "networkidle" });
  const before = await local.requests();
  for (let visit = 0; visit < 5; visit += 1) {
    expect((await context.request.get("/dashboard")).status()).toBe(200);
    expect((await context.request.get("/api/me")).status()).toBe(200);
  }
  const after = await local.requests();
  const paths = after.slice(before.length).filter(({ path }) => path.includes(user.id));
  expect(paths).toEqual([]);
});

test("a moderator sees what they lack, who can give it, and a way back", async ({
  page,
  context,
  local,
}) => {
  const user = await local.createUser({ onboardingComplete: true, role: "moderator" });
  await local.signIn(context, user.id);
  const response = await page.goto("/admin");
  expect(response?.status()).toBe(403);
  await expect(page).toHaveURL("/admin");
  await expect(page.getByRole("heading", { name: "Admin access required" })).toBeVisible();
  await expect(
    page.getByText("An admin of this workspace can give you the Admin role."),
  ).toBeVisible();
  await page.getByRole("link", { name: "Back to the dashboard" }).click();
  await expect(page.getByRole("heading", { name: "Dashboard" })).toBeVisible();
});

test("a role granted meanwhile opens the denied page by itself", async ({
  page,
  context,
  local,
}) => {
  const user = await local.createUser({ onboardingComplete: true });
  await local.signIn(context, user.id);
  await page.goto("/dashboard");
  await local.clerk.users.updateUserMetadata(user.id, { publicMetadata: { role: "admin" } });
  const response = await page.goto("/admin");
  expect(response?.status()).toBe(403);
  await expect(page.getByRole("heading", { name: "Users" })).toBeVisible();
});
