import type { Page } from "@playwright/test";
import { expect } from "./test.ts";

/** Chooses a role and a plan in the form of a user's page, and asks for the change. */
export async function chooseAccess(
  page: Page,
  { role, plan }: { role?: string; plan?: string },
): Promise<void> {
  const form = page.getByRole("form", { name: /^Access of/ });
  if (role) await form.getByLabel("Role").selectOption(role);
  if (plan) await form.getByLabel("Plan").selectOption(plan);
  await form.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("alertdialog")).toBeVisible();
}

export async function confirmChange(page: Page): Promise<void> {
  await page.getByRole("alertdialog").getByRole("button", { name: "Change" }).click();
}

export async function expectSaved(page: Page): Promise<void> {
  await expect(page.getByRole("status").filter({ hasText: "Saved" })).toBeVisible();
}
