import { expect, type Screen } from "../../screen.ts";

export const SCREENS: Screen[] = [
  { name: "moderation", path: "/moderation", as: "moderator", isMain: true },
  { name: "moderation-refused", path: "/moderation", as: "user" },
  {
    name: "moderation-question",
    path: "/moderation",
    as: "moderator",
    isKey: true,
    async reach({ page }) {
      await page.getByRole("button", { name: "Remove name" }).first().click();
      await expect(page.getByRole("alertdialog")).toBeVisible();
    },
  },
  {
    name: "moderation-undo",
    path: "/moderation",
    as: "moderator",
    async reach({ page }) {
      await page.getByRole("button", { name: "Approve" }).first().click();
      await expect(page.getByRole("button", { name: "Undo" })).toBeVisible();
    },
  },
  { name: "moderation-end", path: "/moderation?from=100000", as: "moderator", isKey: true },
];
