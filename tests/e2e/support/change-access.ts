import type { Page } from "@playwright/test";
import { expect } from "./test.ts";

/** Chooses a role and a plan in the form of a user's page, and presses Save. */
export async function chooseAccess(
  page: Page,
  { role, plan }: { role?: string; plan?: string },
): Promise<void> {
  const form = page.getByRole("form", { name: /^Access of/ });
  if (role) await form.getByLabel("Role").selectOption(role);
  if (plan) await form.getByLabel("Plan").selectOption(plan);
  await form.getByRole("button", { name: "Save" }).click();
}

/** Answers yes to the question that follows. */
export async function confirmChange(page: Page): Promise<void> {
  await page.getByRole("alertdialog").getByRole("button", { name: "Change" }).click();
}

/** Waits for the toast, and closes it, so that the next one is not mistaken for it. */
export async function expectSaved(page: Page): Promise<void> {
  const toast = page.getByRole("listitem").filter({ hasText: /^Saved\./ });
  await expect(toast).toBeVisible();
  await toast.getByRole("button", { name: "Close toast" }).click();
  await expect(toast).toHaveCount(0);
}
