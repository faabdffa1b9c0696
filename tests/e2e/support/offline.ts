import { expect, type Page } from "@playwright/test";

/** Takes the network away, once Clerk's parts have come with all that they load beside themselves. */
export async function goOffline(page: Page): Promise<void> {
  await expect(page.getByRole("button", { name: /user menu/i })).toBeVisible();
  await page.waitForLoadState("networkidle");
  await page.context().setOffline(true);
}
