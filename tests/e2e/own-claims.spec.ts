import type { Page } from "@playwright/test";
import { clickLinkTo, Journey, renderedClaim, settled } from "./support/journey.ts";
import { answerEverything } from "./support/onboard.ts";
import { expect, test } from "./support/test.ts";
import { holdTokens, refuseTokens, TOKEN_CALL, tokenExpired } from "./support/tokens.ts";

const finish = (page: Page) => page.getByRole("button", { name: "Finish" });

async function expectFreshDashboard(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { name: "Dashboard" })).toBeVisible();
  await expect(renderedClaim(page, "onboardingComplete")).toHaveText("Complete");
}

test("finishing onboarding leads to a fresh page with one new token and no document", async ({
  page,
  context,
  local,
}) => {
  const user = await local.createUser();
  await local.signIn(context, user.id);
  const journey = new Journey(page);
  await page.goto("/onboarding");
  await answerEverything(page);
  await settled(page);
  journey.startHere();
  await finish(page).click();
  await expectFreshDashboard(page);
  journey.expectOnly({ paths: ["/dashboard"], tokenCalls: 1 });
});

test("the same after the client router was sent away from the wanted page", async ({
  page,
  local,
}) => {
  const user = await local.createUser();
  const journey = new Journey(page);
  // Clerk goes to the dashboard on the client, whose guard redirects: the ordinary way of a new user.
  await page.goto("/sign-in?redirect_url=%2Fdashboard");
  await page.getByLabel("Email address").fill(user.email);
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await page.getByLabel("Password", { exact: true }).fill(user.password);
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await expect(page).toHaveURL("/onboarding?from=%2Fdashboard");
  await clickLinkTo(page, "/dashboard");
  await page.getByRole("link", { name: "Continue onboarding" }).click();
  await answerEverything(page);
  journey.startHere();
  await finish(page).click();
  await expectFreshDashboard(page);
  journey.expectOnly({ paths: ["/dashboard"], tokenCalls: 1 });
});

test("back after finishing does not return to the form", async ({ page, context, local }) => {
  const user = await local.createUser();
  await local.signIn(context, user.id);
  await page.goto("/onboarding");
  await answerEverything(page);
  await finish(page).click();
  await expectFreshDashboard(page);
  const journey = new Journey(page);
  await page.goBack();
  await expect(page).toHaveURL("/dashboard");
  await expectFreshDashboard(page);
  await expect(finish(page)).toHaveCount(0);
  expect(journey.tokenCalls).toBe(0);
});

test("a reload between the write and the new token is healed", async ({ page, context, local }) => {
  const user = await local.createUser();
  await local.signIn(context, user.id);
  const journey = new Journey(page);
  await page.goto("/onboarding");
  await answerEverything(page);
  await settled(page);
  const release = await holdTokens(page);
  const written = page.waitForRequest(TOKEN_CALL);
  await finish(page).click();
  await written;
  journey.startHere();
  await page.goto("/dashboard");
  release();
  await expectFreshDashboard(page);
  journey.expectOnly({
    paths: ["/onboarding?from=%2Fdashboard", "/dashboard"],
    documents: ["/onboarding?from=%2Fdashboard"],
    tokenCalls: 1,
  });
});

test("a token that does not arrive is said, and a retry goes on", async ({
  page,
  context,
  local,
}) => {
  const user = await local.createUser();
  await local.signIn(context, user.id);
  await page.goto("/onboarding");
  await answerEverything(page);
  await settled(page);
  await refuseTokens(page);
  await finish(page).click();
  await expect(page.getByText("Your session could not be refreshed")).toBeVisible();
  await page.unrouteAll();
  await page.getByRole("button", { name: "Continue" }).click();
  await expectFreshDashboard(page);
});

test("a token that expired while the form was open is renewed before the form is sent", async ({
  page,
  context,
  local,
}) => {
  const user = await local.createUser();
  await local.signIn(context, user.id);
  const journey = new Journey(page);
  await page.goto("/onboarding");
  await answerEverything(page);

  // The laptop sleeps: tokens run out, and Clerk's own renewal does not get through.
  await local.setTokenLifetime(user.id, 2);
  await page.reload();
  const wake = await holdTokens(page);
  await settled(page);
  await tokenExpired(context);
  await local.setTokenLifetime(user.id, 60);
  journey.startHere();

  await finish(page).click();
  wake();
  await expectFreshDashboard(page);
  expect(journey.paths).toEqual(["/dashboard"]);
  expect(journey.documents).toEqual([]);
});

test("on a slow network the page says what it does, and a second click changes nothing", async ({
  page,
  context,
  local,
}) => {
  const user = await local.createUser();
  await local.signIn(context, user.id);
  const journey = new Journey(page);
  await page.goto("/onboarding");
  await answerEverything(page);
  await settled(page);
  await page.route(/\/(dashboard|onboarding)|\/v1\/client/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 700));
    await route.continue();
  });
  journey.startHere();
  await finish(page).dblclick();
  await expect(page.getByRole("button", { name: "Finishing…" })).toBeDisabled();
  await expect(page.getByRole("button", { name: "Opening…" })).toBeDisabled();
  await expectFreshDashboard(page);
  journey.expectOnly({ paths: ["/dashboard"], tokenCalls: 1 });
});

for (const before of ["clean", "after a denial"] as const) {
  test(`leaving the team counts on the page it leads to and everywhere after, ${before}`, async ({
    page,
    context,
    local,
  }) => {
    const user = await local.createUser({ onboardingComplete: true, teamId: "gone" });
    await local.signIn(context, user.id);
    const journey = new Journey(page);
    await page.goto("/team");
    await settled(page);
    if (before === "after a denial") {
      await clickLinkTo(page, "/admin");
      await expect(page.getByRole("heading", { name: "Admin access required" })).toBeVisible();
      await page.getByRole("link", { name: "Team", exact: true }).click();
    }
    await page.getByText("Leave the team").click();
    journey.startHere();
    await page.getByRole("button", { name: "Leave now" }).click();
    await expect(page.getByText("You are in no team.")).toBeVisible();
    await expect(page.getByText("You are no longer in a team")).toBeVisible();
    journey.expectOnly({ paths: [], tokenCalls: 1 });

    await page.getByRole("link", { name: "Dashboard" }).click();
    await expect(renderedClaim(page, "teamId")).toContainText("None");
    journey.expectOnly({ paths: ["/dashboard"], tokenCalls: 1 });
  });
}

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("leaving the team leads to a fresh page too", async ({ page, context, local }) => {
    const user = await local.createUser({ onboardingComplete: true, teamId: "gone" });
    await local.signIn(context, user.id);
    await page.goto("/team");
    await page.getByText("Leave the team").click();
    await page.getByRole("button", { name: "Leave now" }).click();
    await expect(page).toHaveURL("/team");
    await expect(page.getByText("You are in no team.")).toBeVisible();
  });

  test("finishing onboarding leads to a fresh page too", async ({ page, context, local }) => {
    const user = await local.createUser();
    await local.signIn(context, user.id);
    await page.goto("/onboarding");
    await answerEverything(page);
    await finish(page).click();
    await expect(page).toHaveURL("/dashboard");
    await expectFreshDashboard(page);
  });
});
