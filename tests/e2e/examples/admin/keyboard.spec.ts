import { enter, expectAnnounced, tabTo, typeInto } from "../../support/keyboard.ts";
import { expect, test } from "../../support/test.ts";

test("without a mouse an admin finds a user and changes their plan: told of each result, and the focus stays", async ({
  page,
  context,
  local,
}) => {
  const user = await local.createUser({ onboardingComplete: true });
  await local.signIn(context, "user_local_owner");
  await page.goto("/admin");
  await typeInto(page.getByRole("searchbox", { name: "Name, email address or ID" }), user.email);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("status").filter({ hasText: "1 user found for" })).toBeVisible();
  await enter(page.getByRole("link", { name: user.email }));
  const form = page.getByRole("form", { name: /^Access of/ });
  await tabTo(form.getByRole("combobox", { name: "Plan" }));
  await expectAnnounced(page, "User", user.email);
  await page.keyboard.press("ArrowDown");

  const save = form.getByRole("button", { name: "Save" });
  await enter(save);
  const question = page.getByRole("alertdialog");
  await expect(question).toHaveAccessibleName(/\?$/);
  await expect(question).toHaveAccessibleDescription(/Plan: Free → Pro/);
  await expect(question.getByRole("button", { name: "Cancel" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(question).toHaveCount(0);
  await expect(save).toBeFocused();

  await page.keyboard.press("Enter");
  await enter(question.getByRole("button", { name: "Change" }));
  const toasts = page.getByRole("region", { name: /Notifications/ });
  await expect(toasts).toHaveAttribute("aria-live", "polite");
  await expect(toasts).toContainText("Saved. New access counts at once;");
  await expect(save).toBeFocused();
  expect(await local.claimsOf(user.id)).toMatchObject({ plan: "pro" });

  await page.keyboard.press("Alt+t");
  await enter(toasts.getByRole("button", { name: "Undo" }));
  await expect(toasts).toContainText("Undone.");
  expect(await local.claimsOf(user.id)).toMatchObject({ plan: "free" });
});
