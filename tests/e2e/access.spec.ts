import { gatedBy } from "./support/gated-by.ts";
import { expect, test } from "./support/test.ts";

test("a moderator sees what they lack, who can give it, and a way back", async ({
  page,
  context,
  local,
}) => {
  const { path } = gatedBy({ role: "admin" });
  const user = await local.createUser({ onboardingComplete: true, role: "moderator" });
  await local.signIn(context, user.id);
  const response = await page.goto(path);
  expect(response?.status()).toBe(403);
  await expect(page).toHaveURL(path);
  await expect(page.getByRole("heading", { name: "Admin access required" })).toBeVisible();
  await expect(page.getByText("An admin can give you the Admin role.")).toBeVisible();
  await page.getByRole("link", { name: "Back to dashboard" }).click();
  await expect(page.getByRole("heading", { name: "Dashboard" })).toBeVisible();
});
