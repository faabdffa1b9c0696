import { settled } from "./support/journey.ts";
import { expect, test } from "./support/test.ts";

const scheme = () => getComputedStyle(document.documentElement).colorScheme;

test("a theme is kept in unsafe metadata and follows the user to another device", async ({
  browser,
  page,
  context,
  local,
}) => {
  const user = await local.createUser({ onboardingComplete: true });
  await local.signIn(context, user.id);
  await page.goto("/dashboard");
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByText("Dark", { exact: true }).click();
  await expect(page.getByRole("radio", { name: "Dark" })).toBeChecked();
  await expect.poll(() => page.evaluate(scheme)).toBe("dark");
  await expect
    .poll(async () => (await local.clerk.users.getUser(user.id)).unsafeMetadata)
    .toEqual({ theme: "dark" });

  const elsewhere = await browser.newContext();
  await local.signIn(elsewhere, user.id);
  const other = await elsewhere.newPage();
  await other.goto("/dashboard");
  await expect.poll(() => other.evaluate(scheme)).toBe("dark");
  await elsewhere.close();
});

test("a deep link to the settings survives signing in, and shows Clerk's profile", async ({
  page,
  local,
}) => {
  const user = await local.createUser({ onboardingComplete: true });
  await page.goto("/settings");
  await page.getByLabel("Email address").fill(user.email);
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await page.getByLabel("Password", { exact: true }).fill(user.password);
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await expect(page).toHaveURL("/settings");
  await expect(page.getByText("Profile details")).toBeVisible();
});

test("unsafe metadata that holds nonsense, or a role, changes nothing", async ({
  page,
  context,
  local,
}) => {
  const user = await local.createUser({ onboardingComplete: true });
  await local.clerk.users.updateUserMetadata(user.id, {
    unsafeMetadata: { theme: "neon", role: "admin", plan: "enterprise" },
  });
  await local.signIn(context, user.id);
  await page.goto("/settings");
  await expect(page.getByRole("radio", { name: "System" })).toBeChecked();
  await expect(page.getByRole("region", { name: "Access" })).toContainText("Free plan");
  await settled(page);
  const { claims } = await (await context.request.get("/api/me")).json();
  expect(claims).toMatchObject({ role: "user", plan: "free" });
});

test("Clerk's own profile is on the page", async ({ page, context, local }) => {
  const user = await local.createUser({ onboardingComplete: true });
  await local.signIn(context, user.id);
  await page.goto("/settings");
  await expect(page.getByText("Profile details")).toBeVisible();
  await expect(page.getByText(user.email)).toBeVisible();
});

test("an admin finds no way to delete their own account, a user does", async ({
  page,
  context,
  local,
}) => {
  const deletion = page.getByRole("button", { name: "Delete account" });
  for (const role of ["user", "admin"] as const) {
    const user = await local.createUser({ onboardingComplete: true, role });
    await local.signIn(context, user.id);
    await page.goto("/"); // From the same address, only the hash would be followed.
    await page.goto("/settings#/security");
    await expect(page.getByText("Active devices")).toBeVisible();
    await expect(deletion).toBeVisible({ visible: role === "user" });
  }
});
