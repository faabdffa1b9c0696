import { expect, type Locator, type Page } from "@playwright/test";

/** Presses Tab until the target has the focus, as somebody without a mouse does. */
export async function tabTo(target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let presses = 0; presses < 40; presses += 1) {
    if (await target.evaluate((node) => node === document.activeElement)) return;
    await target.page().keyboard.press("Tab");
  }
  await expect(target).toBeFocused();
}

/** Goes to a link or a button by Tab, and presses Enter. */
export async function enter(target: Locator): Promise<void> {
  await tabTo(target);
  await target.page().keyboard.press("Enter");
}

/** Goes to a field by Tab, and types. */
export async function typeInto(target: Locator, text: string): Promise<void> {
  await tabTo(target);
  await target.page().keyboard.type(text);
}

/**
 * What Next tells screen readers when another page has come: its title, or its heading while the title
 * is still the last page's.
 */
export async function expectAnnounced(page: Page, ...titles: string[]): Promise<void> {
  const announcer = page.locator("#__next-route-announcer__");
  await expect(announcer).toHaveAttribute("aria-live", "assertive");
  await expect(announcer).toHaveText(new RegExp(`^(?:${titles.join("|")})\\b`));
}
