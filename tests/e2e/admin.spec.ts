import { expect, test } from "./support/test.ts";

test("an admin finds a user and changes role and plan, and nothing else", async ({
  page,
  context,
  local,
}) => {
  const user = await local.createUser({ onboardingComplete: true, teamId: "acme" });
  await local.signIn(context, "user_local_admin");
  await page.goto("/dashboard");
  await page.getByRole("link", { name: "Manage users" }).click();
  await page.getByLabel("Name, email address or id").fill(user.email);
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page.getByText("1 user found")).toBeVisible();

  const row = page.getByRole("form", { name: `Access of ${user.email}` });
  await row.getByLabel("Role").selectOption("moderator");
  await row.getByLabel("Plan").selectOption("pro");
  await row.getByRole("button", { name: "Save" }).click();
  await expect(row.getByRole("status")).toContainText("Saved");
  await expect(row.getByLabel("Role")).toHaveValue("moderator");

  expect(await local.claimsOf(user.id)).toEqual({
    onboardingComplete: true,
    teamId: "acme",
    role: "moderator",
    plan: "pro",
  });
});

test("an admin cannot change themselves", async ({ page, context, local }) => {
  await local.signIn(context, "user_local_admin");
  await page.goto("/admin?q=admin%40example.com");
  const row = page.getByRole("form", { name: "Access of admin@example.com" });
  await expect(row.getByRole("button", { name: "Save" })).toBeDisabled();
});

test("a revoked admin is refused at once, although the token still says admin", async ({
  page,
  context,
  local,
}) => {
  const admin = await local.createUser({ onboardingComplete: true, role: "admin" }, "admin");
  const user = await local.createUser({ onboardingComplete: true });
  await local.signIn(context, admin.id);
  await page.goto(`/admin?q=${encodeURIComponent(user.email)}`);
  const row = page.getByRole("form", { name: `Access of ${user.email}` });
  await local.clerk.users.updateUserMetadata(admin.id, { publicMetadata: { role: "user" } });

  await row.getByLabel("Role").selectOption("admin");
  await row.getByRole("button", { name: "Save" }).click();
  await expect(row.getByRole("alert")).toHaveText("Admin access required");
  expect(await local.claimsOf(user.id)).toEqual({ onboardingComplete: true });
});

test("a failing Clerk leaves a message, the choice and a way to try again", async ({
  page,
  context,
  local,
}) => {
  const user = await local.createUser({ onboardingComplete: true });
  await local.signIn(context, "user_local_admin");
  await page.goto(`/admin?q=${encodeURIComponent(user.email)}`);
  const row = page.getByRole("form", { name: `Access of ${user.email}` });
  await local.fault({ match: `PATCH /v1/users/${user.id}/metadata`, status: 500, times: 4 });

  await row.getByLabel("Plan").selectOption("pro");
  await row.getByRole("button", { name: "Save" }).click();
  await expect(row.getByRole("alert")).toContainText("cannot be reached");
  await expect(row.getByLabel("Plan")).toHaveValue("pro");
  await row.getByRole("button", { name: "Save" }).click();
  await expect(row.getByRole("status")).toContainText("Saved");
});
