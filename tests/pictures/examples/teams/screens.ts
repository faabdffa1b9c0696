import type { Page } from "@playwright/test";
import { expect, type Screen } from "../../screen.ts";

const ONBOARDED = { onboardingComplete: true } as const;

async function createTeam(page: Page): Promise<void> {
  await page.getByLabel("Team name").fill("Team Centre");
  await page.getByRole("button", { name: "Create team" }).click();
  await expect(page.getByRole("heading", { name: "Team Centre" })).toBeVisible();
}

export const SCREENS: Screen[] = [
  { name: "team-none", path: "/team", as: "user", isMain: true },
  {
    name: "team-errors",
    path: "/team",
    as: ONBOARDED,
    async reach({ page }) {
      await page.getByRole("button", { name: "Create team" }).click();
      await expect(page.getByText("Enter a team name").first()).toBeVisible();
      await page.getByLabel("Invite code").fill("ABCD2345");
      await page.getByRole("button", { name: "Join team" }).click();
      await expect(page.getByText("No team uses this code.").first()).toBeVisible();
    },
  },
  {
    name: "team-outdated",
    path: "/team",
    as: { ...ONBOARDED, teamId: "gone" },
    reach: ({ page }) => expect(page.getByRole("button", { name: "Update them" })).toBeVisible(),
  },
  {
    name: "team-own",
    path: "/team",
    as: ONBOARDED,
    async reach({ page }) {
      await createTeam(page);
      await page.getByRole("button", { name: "Copy code" }).click();
      await expect(page.getByText("Copied")).toBeVisible();
    },
  },
  { name: "team-many", path: "/team", as: "person1" },
  {
    name: "team-leave",
    path: "/team",
    as: ONBOARDED,
    async reach({ page }) {
      await createTeam(page);
      await page.getByRole("button", { name: "Leave now" }).click();
      await expect(page.getByRole("alertdialog")).toBeVisible();
    },
  },
];
