import { expect, test } from "./support/test.ts";

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
  await page.getByRole("link", { name: "Back to dashboard" }).click();
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
