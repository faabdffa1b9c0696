import { settled } from "../../../e2e/support/journey.ts";
import { land, signUp } from "../../cases.ts";
import { expect, test } from "../../support.ts";

test("when the last member leaves the team, the new claims show at once", async ({
  context,
  local,
}) => {
  const { page } = await signUp(local, context, { onboardingComplete: true });
  await page.goto("/team");
  await settled(page);
  await page.getByLabel("Team name").fill("Acme");
  await page.getByRole("button", { name: "Create team" }).click();
  await page.getByRole("heading", { name: "Acme" }).waitFor();
  await page.getByText("Leave the team").click();
  await page.getByRole("button", { name: "Leave now" }).click();
  const answer = page.getByRole("alertdialog").getByRole("button", { name: "Leave" });
  const landing = await land(page, () => answer.click(), {
    path: "/team",
    shows: /You're not on a team yet/,
  });
  // The page reads the membership; whether the claim followed, it says by this.
  const isOld = await page.getByText("don't show your current team yet").isVisible();
  expect(landing.stale).toBeNull();
  expect(isOld, "the claim still has the team").toBe(false);
});
