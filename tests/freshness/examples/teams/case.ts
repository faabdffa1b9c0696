import { settled } from "../../../e2e/support/journey.ts";
import { type FreshnessCase, land, signUp } from "../../case.ts";

export const CASE: FreshnessCase = {
  name: "the last member leaves the team",
  javaScript: true,
  async run(local, context) {
    const { page } = await signUp(local, context, { onboardingComplete: true });
    await page.goto("/team");
    await settled(page);
    await page.getByLabel("Team name").fill("Acme");
    await page.getByRole("button", { name: "Create team" }).click();
    await page.getByRole("heading", { name: "Acme" }).waitFor();
    await page.getByRole("button", { name: "Leave now" }).click();
    const answer = page.getByRole("alertdialog").getByRole("button", { name: "Leave" });
    const landing = await land(page, () => answer.click(), {
      path: "/team",
      shows: /You're not on a team yet/,
    });
    // The page reads the membership; whether the claim followed, it says by this.
    const isOld = await page.getByText("don't show your current team yet").isVisible();
    return { ...landing, stale: landing.stale ?? (isOld ? "the claim still has the team" : null) };
  },
};
