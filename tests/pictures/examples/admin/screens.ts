import { chooseAccess, confirmChange } from "../../../e2e/support/change-access.ts";
import { expect, type Screen } from "../../screen.ts";

const USER = "/admin/user_local_person3";

export const SCREENS: Screen[] = [
  { name: "admin", path: "/admin?sort=oldest", as: "owner", isMain: true },
  { name: "admin-filtered", path: "/admin?q=team&role=moderator&sort=name", as: "owner" },
  { name: "admin-found", path: "/admin?q=planner&plan=pro&sort=name", as: "owner" },
  { name: "admin-user", path: USER, as: "owner" },
  {
    name: "admin-user-question",
    path: USER,
    as: "owner",
    isKey: true,
    async reach({ page }) {
      await chooseAccess(page, { role: "moderator", plan: "enterprise" });
      await expect(page.getByRole("alertdialog")).toBeVisible();
    },
  },
  {
    name: "admin-user-saved",
    path: "/admin/user_local_person5",
    as: "owner",
    async reach({ page }) {
      const plan = (await page.getByLabel("Plan").inputValue()) === "pro" ? "enterprise" : "pro";
      await chooseAccess(page, { plan });
      await confirmChange(page);
      await expect(page.getByText(/^Saved\./)).toBeVisible();
    },
  },
  {
    name: "admin-user-failed",
    path: "/admin/user_local_person7",
    as: "owner",
    async reach({ page, local }) {
      const match = "PATCH /v1/users/user_local_person7/metadata";
      await local.fault({ match, status: 403, times: 1 });
      const plan = (await page.getByLabel("Plan").inputValue()) === "pro" ? "enterprise" : "pro";
      await chooseAccess(page, { plan });
      await confirmChange(page);
      await expect(page.getByText("Something went wrong on our side.")).toBeVisible();
    },
  },
  {
    name: "admin-user-errors",
    path: USER,
    as: "owner",
    isKey: true,
    async reach({ page }) {
      await page.getByLabel("API quota").fill("-5");
      await page.getByRole("button", { name: "Save private fields" }).click();
      await expect(page.getByText("Enter a whole number").first()).toBeVisible();
    },
  },
  { name: "admin-self", path: "/admin/user_local_owner", as: "owner" },
  { name: "admin-missing", path: "/admin/user_nobody", as: "owner", isKey: true },
  { name: "admin-refused", path: "/admin", as: "pro" },
  { name: "audit", path: "/audit", as: "owner" },
];
