import { expect, type Screen } from "../../screen.ts";

export const SCREENS: Screen[] = [
  {
    name: "reports",
    path: "/reports",
    as: "pro",
    isMain: true,
    moving: "main dl dd, [aria-labelledby=sign-ups]",
  },
  {
    name: "reports-tooltip",
    path: "/reports",
    as: "pro",
    reach: ({ page }) => page.getByRole("slider", { name: "Week starting" }).press("ArrowLeft"),
  },
  { name: "reports-refused", path: "/reports", as: "user" },
  {
    name: "reports-failed",
    path: "/reports",
    as: "pro",
    // The stored report can't be read, and the users can't be counted.
    async before({ local }) {
      await local.fault({ match: "BatchGetDocuments *reports/users", code: 7, times: 4 });
      await local.fault({ match: "GET /v1/users?*", status: 500, times: 8 });
    },
    async reach({ page, local }) {
      await expect(page.getByRole("button", { name: /Try again/ })).toBeVisible();
      await local.control("DELETE", "/faults");
    },
  },
];
