import { look } from "../../support/look.ts";
import { expect, test } from "../../support/test.ts";

test.use({ contextOptions: { reducedMotion: "reduce" } });

test("axe finds nothing on a team's page, and nothing scrolls sideways", async ({
  page,
  context,
  local,
}) => {
  test.setTimeout(60_000);
  await local.signIn(context, (await local.createUser({ onboardingComplete: true }, "member")).id);
  await page.goto("/team");
  // Clerk's parts come with its script, after the page.
  await expect(page.getByRole("button", { name: /user menu/i })).toBeVisible();
  await page.getByLabel("Team name").fill("A Team");
  await page.getByRole("button", { name: "Create team" }).click();
  await expect(page.getByRole("heading", { name: "A Team", exact: true })).toBeVisible();
  await look("team with members", page);
  await page.getByRole("button", { name: "Leave now" }).click();
  await expect(page.getByRole("alertdialog")).toBeVisible();
  await look("question before leaving a team", page);
  await page.getByRole("button", { name: "Cancel" }).click();
});
