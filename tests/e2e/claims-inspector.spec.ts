import { findViolations } from "./support/axe.ts";
import { Journey, renderedClaim, settled } from "./support/journey.ts";
import { expect, test } from "./support/test.ts";
import { refuseTokens } from "./support/tokens.ts";

test("the inspector shows the claims as they were read, and their size", async ({
  page,
  context,
  local,
}) => {
  const user = await local.createUser({ onboardingComplete: true, plan: "pro", teamId: "acme" });
  // As a person may write it in Clerk's Dashboard, where no type stops them.
  const publicMetadata: UserPublicMetadata = JSON.parse('{"role":"root"}');
  await local.clerk.users.updateUserMetadata(user.id, { publicMetadata });
  await local.signIn(context, user.id);
  await page.goto("/dashboard");
  await expect(renderedClaim(page, "plan")).toHaveText("Pro plan");
  await expect(renderedClaim(page, "teamId")).toHaveText("acme");
  await expect(renderedClaim(page, "role")).toHaveText("User(invalid, so the default)");
  const size = page.getByRole("meter", { name: "Size of the claims" });
  await expect(size).toHaveAttribute("aria-valuetext", /^\d+ of 1,200 bytes$/);
});

test("the clock ticks, and the button brings a new token and the page that goes with it", async ({
  page,
  context,
  local,
}) => {
  const user = await local.createUser({ onboardingComplete: true });
  await local.signIn(context, user.id);
  await page.goto("/dashboard");
  await settled(page);
  const clock = page.getByRole("meter", { name: /Session token/ });
  await expect(clock).toHaveAttribute("aria-valuetext", /^5[0-7] s left$/);

  await local.setClaims(user.id, { plan: "enterprise" });
  const journey = new Journey(page);
  await page.getByRole("button", { name: "Refresh token" }).click();
  await expect(page.getByText("You have a new token.")).toBeVisible();
  await expect(clock).toHaveAttribute("aria-valuetext", /^(59|60) s left$/);
  await expect(renderedClaim(page, "plan")).toHaveText("Enterprise plan");
  const news = page.getByText("You're now on the Enterprise plan");
  await expect(news).toBeVisible();
  await expect(page.getByRole("region", { name: "Your account" })).toContainText("Enterprise plan");
  journey.expectOnly({ paths: [], tokenCalls: 1 });

  // By the keyboard: Alt+T leads to the toasts.
  await page.keyboard.press("Alt+t");
  await expect(page.getByRole("list").filter({ has: news })).toBeFocused();
  await page.getByRole("button", { name: "Close toast" }).press("Enter");
  await expect(news).toBeHidden();
});

test("a token that cannot be fetched is said", async ({ page, context, local }) => {
  const user = await local.createUser({ onboardingComplete: true });
  await local.signIn(context, user.id);
  await page.goto("/dashboard");
  await settled(page);
  await refuseTokens(page);
  await page.getByRole("button", { name: "Refresh token" }).click();
  await expect(page.getByText("No new token arrived.")).toBeVisible();
});

test("a plan granted elsewhere is told of without a click, and nothing glides where that is unwanted", async ({
  page,
  context,
  local,
}) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  const user = await local.createUser({ onboardingComplete: true });
  await local.setTokenLifetime(user.id, 20);
  await local.signIn(context, user.id);
  await page.goto("/dashboard");
  await settled(page);
  await local.setClaims(user.id, { plan: "pro" });
  await expect(page.getByText("You're now on the Pro plan")).toBeVisible();
  await expect(renderedClaim(page, "plan")).toHaveText("Pro plan");

  const bar = page.getByRole("meter", { name: /Session token/ }).locator("div > div");
  expect(await bar.evaluate((node) => getComputedStyle(node).transitionProperty)).toBe("all");
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`the inspector and a toast are accessible, ${colorScheme}`, async ({
    page,
    context,
    local,
  }) => {
    await page.emulateMedia({ colorScheme });
    const user = await local.createUser({ onboardingComplete: true });
    await local.signIn(context, user.id);
    await page.goto("/dashboard");
    await settled(page);
    await local.setClaims(user.id, { plan: "pro" });
    await page.getByRole("button", { name: "Refresh token" }).click();
    await expect(page.getByText("You're now on the Pro plan")).toBeVisible();
    expect(await findViolations(page)).toEqual([]);
  });
}
