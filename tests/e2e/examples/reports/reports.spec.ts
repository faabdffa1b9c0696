import { expect, test } from "../../support/test.ts";

test("the charts have axes, and say each count in words", async ({ page, context, local }) => {
  const user = await local.createUser({ onboardingComplete: true, plan: "pro" });
  await local.signIn(context, user.id);
  await page.goto("/reports");
  const signUps = page.getByRole("region", { name: "Sign-ups per week" });
  await expect(signUps.getByRole("listitem")).toHaveCount(8);
  await expect(signUps.getByText(/^Week from \w+ \d+: \d+ sign-ups$/)).toHaveCount(8);
  await expect(signUps.getByText("Week from", { exact: true })).toBeVisible();
  await expect(
    page.getByRole("region", { name: "Plans" }).getByText(/^Plan Pro: \d+ users$/),
  ).toBeAttached();

  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download as CSV" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("sign-ups.csv");
  const csv = await (await context.request.get("/api/reports")).text();
  expect(csv).toMatch(/^week,sign_ups\r\n(\d{4}-\d\d-\d\d,\d+\r\n){8}$/);
});
