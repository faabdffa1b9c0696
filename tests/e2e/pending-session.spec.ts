import { builtActions } from "./support/built-app.ts";
import { SHOWN } from "./support/gated.ts";
import { settled } from "./support/journey.ts";
import { expect, test } from "./support/test.ts";

const DOCUMENT = { accept: "text/html", "sec-fetch-dest": "document" };

test("a user who must set a new password gets in nowhere until it is set", async ({
  page,
  context,
  local,
}) => {
  const user = await local.createUser({ onboardingComplete: true, role: "admin" });
  await local.clerk.users.setPasswordCompromised(user.id);
  await page.goto("/dashboard?tab=claims");
  await page.getByLabel("Email address").fill(user.email);
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await page.getByLabel("Password", { exact: true }).fill(user.password);
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  const task = page.getByRole("heading", { name: "Reset your password" });
  await expect(task).toBeVisible();

  // Clerk's session exists, and is signed out for every gate.
  const names = (await context.cookies()).map(({ name }) => name);
  expect(names).toContain("__session");
  expect((await context.request.get("/api/me")).status()).toBe(401);
  for (const { id, name } of builtActions()) {
    const response = await context.request.post("/dashboard", {
      headers: { "next-action": id, "content-type": "text/plain;charset=UTF-8" },
      data: JSON.stringify([null, {}]),
    });
    expect(await response.text(), name).toContain('"code":"signed-out"');
  }
  const rsc = await context.request.get("/settings", { headers: { rsc: "1" } });
  expect(await rsc.text()).not.toContain(SHOWN["/settings"]);
  const options = { headers: DOCUMENT, maxRedirects: 0 };
  expect((await context.request.get("/dashboard", options)).headers().location).toContain(
    "/sign-in",
  );

  // Clerk's own server helpers send such a session there.
  const sent = await context.request.get("/sign-in/tasks?redirect_url=%2Fsettings", {
    maxRedirects: 0,
  });
  expect(sent.headers().location).toBe("/sign-in?redirect_url=%2Fsettings");

  // However often the page is asked for, it leads to the task.
  await page.goto("/dashboard?tab=claims");
  await expect(task).toBeVisible();
  await expect(page).toHaveURL(/\/sign-in\?redirect_url=%2Fdashboard%3Ftab%3Dclaims#\/tasks/);

  await page.getByLabel("New password").fill("local-password-2");
  await page.getByLabel("Confirm password").fill("local-password-2");
  // It moves the button.
  await expect(page.getByText("Passwords match.").first()).toBeVisible();
  await page.getByRole("button", { name: "Reset Password" }).click();
  await expect(page).toHaveURL("/dashboard?tab=claims");
  await expect(page.getByText(user.id)).toBeVisible();
  await settled(page);
  expect((await context.request.get("/api/me")).status()).toBe(200);
});
