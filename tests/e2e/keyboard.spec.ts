import { enter, expectAnnounced, tabTo, typeInto } from "./support/keyboard.ts";
import { expect, test } from "./support/test.ts";

test("without a mouse: from the start page through sign-up and onboarding to the dashboard, each page announced", async ({
  page,
}) => {
  await page.goto("/");
  await enter(page.getByRole("link", { name: "Create account" }).first());
  await typeInto(page.getByLabel("Email address"), `keys-${Date.now()}@example.com`);
  await typeInto(page.getByLabel("Password", { exact: true }), "local-password-1");
  await page.keyboard.press("Enter");
  await typeInto(page.getByLabel(/verification code/i), "424242");

  const next = page.getByRole("button", { name: "Continue" });
  await expect(page).toHaveURL("/onboarding/welcome");
  await enter(next);
  await expect(page).toHaveURL("/onboarding/profile");
  await expectAnnounced(page, "Your profile");
  await expect(page.getByRole("listitem").filter({ hasText: "Profile, current" })).toHaveAttribute(
    "aria-current",
    "step",
  );

  // What is wrong is announced, described, and has the focus.
  await enter(next);
  const name = page.getByRole("textbox", { name: "Display name" });
  await expect(name).toBeFocused();
  await expect(name).toHaveAccessibleDescription("Enter a display name");
  await expect(name).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByRole("alert").filter({ hasText: "Please fix the errors" })).toBeVisible();
  await page.keyboard.type("Keyboard Person");
  await typeInto(page.getByRole("combobox", { name: "Company size" }), "Just");
  await enter(next);

  await expect(page).toHaveURL("/onboarding/preferences");
  await expectAnnounced(page, "Preferences");
  const group = page.getByRole("group");
  await expect(group).toHaveAccessibleName(/\S/);
  await tabTo(group.getByRole("radio").first());
  await page.keyboard.press("ArrowDown");
  await expect(group.getByRole("radio").nth(1)).toBeChecked();
  await enter(next);

  await expect(page).toHaveURL("/onboarding/finish");
  await enter(page.getByRole("button", { name: "Finish" }));
  await expect(page).toHaveURL("/dashboard");
  await expectAnnounced(page, "Dashboard");
});
