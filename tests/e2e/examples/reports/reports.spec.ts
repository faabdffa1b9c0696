import { renderedClaim, settled } from "../../support/journey.ts";
import { expect, test } from "../../support/test.ts";

test("the chart has axes, says each count in words, and answers the arrow keys", async ({
  page,
  context,
  local,
}) => {
  const user = await local.createUser({ onboardingComplete: true, plan: "pro" });
  await local.signIn(context, user.id);
  await page.goto("/reports");
  const signUps = page.getByRole("region", { name: "Sign-ups per week" });
  await expect(signUps.getByRole("listitem")).toHaveCount(26);
  await expect(signUps.getByText(/^Week starting \w+ \d+: \d+ sign-ups?$/)).toHaveCount(26);
  await expect(signUps.getByText("Week starting", { exact: true })).toBeVisible();
  const plans = page.getByRole("region", { name: "Plans" });
  const pro = plans.getByRole("meter", { name: "Pro" });
  await expect(pro).toHaveAttribute("aria-valuetext", /^\d+ \(\d+%\)$/);

  // By the keyboard: the slider goes from week to week.
  const weeks = signUps.getByRole("slider", { name: "Week starting" });
  await weeks.press("Home");
  const first = await signUps.getByRole("listitem").first().textContent();
  await expect(weeks).toHaveAttribute("aria-valuetext", first ?? "");
  await weeks.press("ArrowRight");
  await expect(weeks).not.toHaveAttribute("aria-valuetext", first ?? "");

  // By the pointer: the bar under it says its count.
  const bar = signUps.getByRole("listitem").nth(12);
  const [, week, count] = /starting (.+): (\d+) /.exec((await bar.textContent()) ?? "") ?? [];
  const tooltip = signUps.getByText(`${week} · ${count} sign-up`);
  await bar.hover();
  await expect(tooltip).toBeVisible();
  await page.getByRole("heading", { name: "Reports" }).hover();
  await expect(tooltip).toBeHidden();

  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download as CSV" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("sign-ups.csv");
  const csv = await (await context.request.get("/api/reports")).text();
  expect(csv).toMatch(/^week,sign_ups\r\n(\d{4}-\d\d-\d\d,\d+\r\n){26}$/);
});

test("a plan that is too small is explained, with what it would bring", async ({
  page,
  context,
  local,
}) => {
  const user = await local.createUser({ onboardingComplete: true });
  await local.signIn(context, user.id);
  expect((await page.goto("/reports"))?.status()).toBe(403);
  await expect(page.getByRole("heading", { name: "Pro plan required" })).toBeVisible();
  await expect(
    page.getByText("An admin can give you the Pro plan, which opens Reports."),
  ).toBeVisible();
  await local.clerk.users.updateUserMetadata(user.id, { publicMetadata: { plan: "pro" } });
  await settled(page);
  await page.getByRole("link", { name: "Try again" }).click();
  await expect(page.getByRole("heading", { name: "Sign-ups per week" })).toBeVisible();
  const navigation = page.getByRole("navigation", { name: "Main" });
  await expect(navigation.getByRole("link", { name: "Reports" })).toBeVisible();
  await expect(page.getByText("You're now on the Pro plan")).toBeVisible();
  const csv = await context.request.get("/api/reports");
  expect(csv.headers()["content-type"]).toContain("text/csv");
  expect((await csv.text()).split("\r\n")[0]).toBe("week,sign_ups");
});

test("on local services a click changes one's own plan, and the gates follow", async ({
  page,
  context,
  local,
}) => {
  const user = await local.createUser({ onboardingComplete: true });
  await local.signIn(context, user.id);
  await page.goto("/dashboard");
  const gate = page.getByRole("row", { name: /^\/reports/ });
  await expect(gate).toContainText("Pro plan required");
  await page.getByRole("button", { name: "Pro", exact: true }).click();
  await expect(gate).toContainText("Open");
  await expect(renderedClaim(page, "plan")).toHaveText("Pro plan");
  await expect(page.getByRole("link", { name: "Reports" })).toBeVisible();
  expect(await local.claimsOf(user.id)).toEqual({ onboardingComplete: true, plan: "pro" });
});
