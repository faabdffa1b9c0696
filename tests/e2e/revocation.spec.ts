import type { BrowserContext } from "@playwright/test";
import { builtActions } from "./support/built-app.ts";
import { chooseAccess, confirmChange, expectSaved } from "./support/change-access.ts";
import { settled } from "./support/journey.ts";
import { expect, test } from "./support/test.ts";
import { tokenExpired } from "./support/tokens.ts";

const DOCUMENT = { accept: "text/html", "sec-fetch-dest": "document" };
const RSC = { accept: "*/*", "sec-fetch-dest": "empty", rsc: "1" };

async function opensModeration(
  context: BrowserContext,
  headers: Record<string, string>,
): Promise<boolean> {
  const response = await context.request.get("/moderation", { headers });
  return (await response.text()).includes("Names to review");
}

async function answerOf(context: BrowserContext, action: string): Promise<string | undefined> {
  const { id = "" } = builtActions().find(({ name }) => name === action) ?? {};
  const response = await context.request.post("/team", {
    headers: { "next-action": id, "content-type": "text/plain;charset=UTF-8" },
    data: JSON.stringify([null, { unknown: true }]),
  });
  return /"code":"([a-z-]+)"/.exec(await response.text())?.[1];
}

test("a role that was taken away is refused everywhere once the token has expired", async ({
  context,
  local,
}) => {
  const user = await local.createUser({ onboardingComplete: true, role: "moderator" });
  await local.setTokenLifetime(user.id, 1);
  await local.signIn(context, user.id);
  expect(await opensModeration(context, DOCUMENT)).toBe(true);
  expect(await opensModeration(context, RSC)).toBe(true);
  expect((await context.request.get("/api/moderation")).status()).toBe(200);
  expect(await answerOf(context, "leaveOwnTeam")).toBe("validation");

  await local.setClaims(user.id, { role: "user" });
  await tokenExpired(context);
  expect(await answerOf(context, "leaveOwnTeam")).toBe("unauthenticated");
  expect(await opensModeration(context, RSC)).toBe(false);
  expect((await context.request.get("/api/moderation")).status()).toBe(403);
  expect(await opensModeration(context, DOCUMENT)).toBe(false);
});

test("a role taken away closes the page that is open, at the token's next renewal", async ({
  page,
  context,
  local,
}) => {
  const admin = await local.createUser({ onboardingComplete: true, role: "admin" }, "admin");
  // Clerk renews a token 17 s before it expires, so this one about every three seconds.
  await local.setTokenLifetime(admin.id, 20);
  await local.signIn(context, admin.id);
  await page.goto("/dashboard");
  await page.getByRole("link", { name: "Manage users" }).click();
  await expect(page.getByRole("heading", { name: "Users", exact: true })).toBeVisible();
  await settled(page);

  await local.setClaims(admin.id, { role: "user" });
  await expect(page.getByRole("heading", { name: "Admin access required" })).toBeVisible();
  await expect(page.getByText("You now have the User role")).toBeVisible();
  await expect(
    page.getByRole("navigation").getByRole("link", { name: "Admin", exact: true }),
  ).toBeHidden();

  // The client router kept nothing of what was allowed before.
  await page.goBack();
  await page.waitForLoadState("networkidle");
  await expect(page.getByRole("heading", { name: "Users", exact: true })).toBeHidden();
});

test("where a fresh answer is needed and Clerk cannot give it, nothing is done", async ({
  page,
  context,
  local,
}) => {
  const admin = await local.createUser({ onboardingComplete: true, role: "admin" }, "admin");
  const user = await local.createUser({ onboardingComplete: true });
  await local.signIn(context, admin.id);
  await page.goto(`/admin/${user.id}`);
  await chooseAccess(page, { plan: "pro" });
  await local.fault({ match: `GET /v1/users/${admin.id}`, status: 503, times: 2 });
  await confirmChange(page);
  await expect(page.getByRole("alert").filter({ hasText: "Please try again" })).toBeVisible();
  expect(await local.claimsOf(user.id)).toEqual({ onboardingComplete: true });

  await chooseAccess(page, { plan: "pro" });
  await confirmChange(page);
  await expectSaved(page);
});
