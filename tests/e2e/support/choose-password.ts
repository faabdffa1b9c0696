import { expect, type Page } from "@playwright/test";

/** Enters a new password into Clerk's form, which then says that it is good, and moves the button below. */
export async function choosePassword(page: Page, password: string): Promise<void> {
  await page.getByLabel("Password", { exact: true }).fill(password);
  const isGood = page.getByText("Your password meets all the necessary requirements.");
  await expect(isGood.first()).toBeVisible();
}
