import { clickLinkTo, Journey, renderedClaim, settled } from "./support/journey.ts";
import { answerEverything } from "./support/onboard.ts";
import { expect, test } from "./support/test.ts";

test("onboarding finished in one tab counts in the other on its next click", async ({
  page,
  context,
  local,
}) => {
  const user = await local.createUser();
  await local.signIn(context, user.id);
  const other = await context.newPage();
  const journey = new Journey(other);
  await other.goto("/onboarding/welcome");
  await clickLinkTo(other, "/dashboard");
  await expect(other).toHaveURL("/onboarding?from=%2Fdashboard");
  await settled(other);

  await page.goto("/onboarding");
  await answerEverything(page);
  await page.getByRole("button", { name: "Finish" }).click();
  await expect(page).toHaveURL("/dashboard");

  journey.startHere();
  await clickLinkTo(other, "/dashboard");
  await expect(renderedClaim(other, "onboardingComplete")).toHaveText("Complete");
  journey.expectOnly({ paths: ["/dashboard"], tokenCalls: 0 });
});

test("a change that one tab notices is shown in the others, without a click", async ({
  page,
  context,
  local,
}) => {
  const user = await local.createUser({ onboardingComplete: true });
  await local.signIn(context, user.id);
  const other = await context.newPage();
  const journey = new Journey(other);
  for (const tab of [page, other]) {
    await tab.goto("/dashboard");
    await settled(tab);
  }
  await local.setClaims(user.id, { plan: "pro" });
  journey.startHere();
  await page.getByRole("button", { name: "Refresh token" }).click();
  for (const tab of [page, other]) {
    await expect(renderedClaim(tab, "plan")).toHaveText("Pro plan");
    await expect(tab.getByText("You are now on the Pro plan")).toBeVisible();
  }
  journey.expectOnly({ paths: [], tokenCalls: 0 });
});

test("what one tab may open after a look, the others may at once", async ({
  page,
  context,
  local,
}) => {
  const user = await local.createUser({ onboardingComplete: true });
  await local.signIn(context, user.id);
  const other = await context.newPage();
  const journey = new Journey(other);
  for (const tab of [page, other]) {
    await tab.goto("/dashboard");
    await settled(tab);
    await clickLinkTo(tab, "/admin");
    await expect(tab.getByRole("heading", { name: "Admin access required" })).toBeVisible();
    await expect(tab.getByText("Checking your access once more…")).toBeHidden();
  }
  await local.setClaims(user.id, { role: "admin" });
  await clickLinkTo(page, "/admin");
  await expect(page.getByRole("heading", { name: "Users", exact: true })).toBeVisible();

  journey.startHere();
  await clickLinkTo(other, "/admin");
  await expect(other.getByRole("heading", { name: "Users", exact: true })).toBeVisible();
  journey.expectOnly({ paths: ["/admin"], tokenCalls: 0 });
});
