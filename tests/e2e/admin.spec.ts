import type { Page } from "@playwright/test";
import { chooseAccess, confirmChange, expectSaved } from "./support/change-access.ts";
import type { TestUser } from "./support/local.ts";
import { expect, test } from "./support/test.ts";

const badges = (page: Page) => page.getByRole("region", { name: "Access" }).locator("p").first();

test("an admin finds a user, confirms a change of role and plan, and the log has it", async ({
  page,
  context,
  local,
}) => {
  const user = await local.createUser({ onboardingComplete: true, teamId: "acme" });
  await local.signIn(context, "user_local_owner");
  await page.goto("/dashboard");
  await page.getByRole("link", { name: "Manage users" }).click();
  await page.getByLabel("Name, email address or id").fill(user.email);
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page.getByText("1 user found")).toBeVisible();
  await page.getByRole("link", { name: user.email }).click();

  await chooseAccess(page, { role: "moderator", plan: "pro" });
  const dialog = page.getByRole("alertdialog");
  await expect(dialog).toContainText("Role: User → Moderator");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  expect(await local.claimsOf(user.id)).toEqual({ onboardingComplete: true, teamId: "acme" });

  await page.getByRole("button", { name: "Save", exact: true }).click();
  await confirmChange(page);
  await expectSaved(page);
  await expect(badges(page)).toHaveText("ModeratorPro plan");
  expect(await local.claimsOf(user.id)).toEqual({
    onboardingComplete: true,
    teamId: "acme",
    role: "moderator",
    plan: "pro",
  });

  await page.goto("/audit");
  const entry = page.getByRole("listitem").filter({ hasText: user.email });
  await expect(entry).toContainText("Role user → moderator, Plan free → pro");
  await expect(entry).toContainText("Owner changed");
  await expect(entry).toContainText("Done");
  await expect(entry).toContainText(/Request [\w-]{8,}/);
});

test("a promoted moderator opens /moderation, approves one name and removes another", async ({
  browser,
  page,
  context,
  local,
}) => {
  const moderator = await local.createUser({ onboardingComplete: true }, "promoted");
  const good = await local.createUser({ onboardingComplete: true }, "good");
  const bad = await local.createUser({ onboardingComplete: true }, "bad");
  await local.clerk.users.updateUser(good.id, { firstName: `Good ${good.id}` });
  await local.clerk.users.updateUser(bad.id, { firstName: `Bad ${bad.id}` });

  await local.signIn(context, "user_local_admin");
  await page.goto(`/admin/${moderator.id}`);
  await chooseAccess(page, { role: "moderator" });
  await confirmChange(page);
  await expectSaved(page);

  const theirs = await browser.newContext();
  await local.signIn(theirs, moderator.id);
  const screen = await theirs.newPage();
  await screen.goto("/dashboard");
  await screen.getByRole("link", { name: "Moderation" }).click();
  await expect(screen.getByRole("heading", { name: "Names to review" })).toBeVisible();
  const of = (user: TestUser, word: string) =>
    screen.getByRole("form", { name: `Name of ${word} ${user.id}` });
  await of(good, "Good").getByRole("button", { name: "Approve" }).click();
  await expect(of(good, "Good")).toHaveCount(0);
  await of(bad, "Bad").getByRole("button", { name: "Remove name" }).click();
  await expect(of(bad, "Bad")).toHaveCount(0);
  expect((await local.clerk.users.getUser(bad.id)).firstName).toBe("");
  await theirs.close();
});

test("an admin cannot change themselves: not in the form, and not past it", async ({
  page,
  context,
  local,
}) => {
  const admin = await local.createUser({ onboardingComplete: true, role: "admin" }, "admin");
  const other = await local.createUser({ onboardingComplete: true });
  await local.signIn(context, admin.id);
  await page.goto(`/admin/${admin.id}`);
  await expect(page.getByRole("button", { name: "Save", exact: true })).toBeDisabled();
  await expect(page.getByText("You cannot change yourself")).toBeVisible();

  // Another user's form, sent for oneself.
  await page.goto(`/admin/${other.id}`);
  await page
    .locator('form input[name="userId"]')
    .first()
    .evaluate((input: HTMLInputElement, id) => {
      input.value = id;
    }, admin.id);
  await chooseAccess(page, { plan: "enterprise" });
  await confirmChange(page);
  await expect(page.getByText("You cannot change your own role or plan")).toBeVisible();
  expect(await local.claimsOf(admin.id)).toEqual({ onboardingComplete: true, role: "admin" });
});

test("a revoked admin is refused at once, although the token still says admin", async ({
  page,
  context,
  local,
}) => {
  const admin = await local.createUser({ onboardingComplete: true, role: "admin" }, "admin");
  const user = await local.createUser({ onboardingComplete: true });
  await local.signIn(context, admin.id);
  await page.goto(`/admin/${user.id}`);
  await chooseAccess(page, { role: "admin" });
  await local.clerk.users.updateUserMetadata(admin.id, { publicMetadata: { role: "user" } });
  await confirmChange(page);
  await expect(page.getByText("Admin access required").first()).toBeVisible();
  expect(await local.claimsOf(user.id)).toEqual({ onboardingComplete: true });
});

test("two admins on one user: the second sees the conflict, looks again, and then may", async ({
  browser,
  page,
  context,
  local,
}) => {
  const user = await local.createUser({ onboardingComplete: true });
  const admin = await local.createUser({ onboardingComplete: true, role: "admin" }, "admin");
  const second = await browser.newContext();
  await local.signIn(context, "user_local_admin");
  await local.signIn(second, admin.id);
  const other = await second.newPage();
  await page.goto(`/admin/${user.id}`);
  await other.goto(`/admin/${user.id}`);

  await chooseAccess(page, { plan: "pro" });
  await confirmChange(page);
  await expectSaved(page);

  await chooseAccess(other, { role: "moderator" });
  await confirmChange(other);
  await expect(other.getByText("Somebody else has changed this user meanwhile")).toBeVisible();
  await expect(badges(other)).toHaveText("UserPro plan");
  expect(await local.claimsOf(user.id)).toMatchObject({ role: "user", plan: "pro" });

  await chooseAccess(other, { role: "moderator" });
  await confirmChange(other);
  await expectSaved(other);
  expect(await local.claimsOf(user.id)).toMatchObject({ role: "moderator", plan: "pro" });
  await second.close();
});

test("a change shows at once, and is undone when Clerk does not take it", async ({
  page,
  context,
  local,
}) => {
  const user = await local.createUser({ onboardingComplete: true });
  await local.signIn(context, "user_local_admin");
  await page.goto(`/admin/${user.id}`);
  const match = `PATCH /v1/users/${user.id}/metadata`;
  await local.fault({ match, delayMs: 1_000, status: 500, times: 1 });
  await local.fault({ match, status: 500, times: 3 });

  await chooseAccess(page, { plan: "pro" });
  await confirmChange(page);
  await expect(badges(page)).toHaveText("UserPro plan");
  await expect(page.getByRole("alert").filter({ hasText: "cannot be reached" })).toBeVisible();
  await expect(badges(page)).toHaveText("UserFree plan");

  await chooseAccess(page, { plan: "pro" });
  await confirmChange(page);
  await expectSaved(page);
  await expect(badges(page)).toHaveText("UserPro plan");
});

test("a rate limit in the middle of a change is waited for, and the change arrives", async ({
  page,
  context,
  local,
}) => {
  const user = await local.createUser({ onboardingComplete: true });
  await local.signIn(context, "user_local_admin");
  await page.goto(`/admin/${user.id}`);
  await local.fault({
    match: `PATCH /v1/users/${user.id}/metadata`,
    status: 429,
    headers: { "retry-after": "7" },
    times: 1,
  });
  await chooseAccess(page, { plan: "pro" });
  await confirmChange(page);
  await expect(page.getByText(/Clerk is busy. Trying again in \d s/)).toBeVisible();
  await expect(page.getByText(/Clerk is busy/)).toBeHidden({ timeout: 15_000 });
  await expectSaved(page);
  expect(await local.claimsOf(user.id)).toMatchObject({ plan: "pro" });
});

test("private fields: validated, kept on the server, and a conflict keeps what was typed", async ({
  browser,
  page,
  context,
  local,
}) => {
  const user = await local.createUser({ onboardingComplete: true });
  const admin = await local.createUser({ onboardingComplete: true, role: "admin" }, "admin");
  const second = await browser.newContext();
  await local.signIn(context, "user_local_admin");
  await local.signIn(second, admin.id);
  const other = await second.newPage();
  await page.goto(`/admin/${user.id}`);
  await other.goto(`/admin/${user.id}`);

  await page.getByLabel("Internal notes").fill("prefers the phone");
  await page.getByLabel("API quota").fill("-5");
  await page.getByRole("button", { name: "Save private fields" }).click();
  await expect(page.getByText("API quota must not be negative.")).toBeVisible();
  await expect(page.getByLabel("Internal notes")).toHaveValue("prefers the phone");
  await page.getByLabel("API quota").fill("500");
  await page.getByRole("button", { name: "Save private fields" }).click();
  await expectSaved(page);

  await other.getByLabel("Internal notes").fill("mine");
  await other.getByRole("button", { name: "Save private fields" }).click();
  await expect(other.getByText("Somebody else has changed these fields")).toBeVisible();
  await expect(other.getByLabel("Internal notes")).toHaveValue("mine");
  await other.getByRole("button", { name: "Show what is stored now" }).click();
  await expect(other.getByLabel("Internal notes")).toHaveValue("prefers the phone");

  const stored = await local.clerk.users.getUser(user.id);
  expect(stored.privateMetadata).toMatchObject({
    internalNotes: "prefers the phone",
    apiQuotaOverride: 500,
  });
  expect(stored.publicMetadata).toEqual({ onboardingComplete: true });
  // The user themselves gets none of it.
  await local.signIn(second, user.id);
  const own = await (await second.request.get("/dashboard")).text();
  expect(own).not.toContain("prefers the phone");
  await second.close();
});

test.describe("with 300 users", () => {
  const tag = `crowd${Date.now().toString(36)}`;
  const users = Array.from({ length: 300 }, (_, index) => ({
    id: `user_${tag}x${index}`,
    email: `${tag}-${index}@example.com`,
    password: "local-password-1",
    firstName: tag,
    lastName: `Person${index}`,
    publicMetadata: {
      onboardingComplete: true,
      role: index % 100 === 0 ? "moderator" : "user",
      plan: index % 10 === 0 ? "pro" : "free",
    },
  }));

  test("they are listed page by page, searched, and filtered by role and plan", async ({
    page,
    context,
    local,
  }) => {
    await local.control("POST", "/users", users);
    await local.signIn(context, "user_local_admin");
    const rows = page.getByRole("list", { name: "Users" }).getByRole("listitem");

    await page.goto(`/admin?q=${tag}`);
    await expect(page.getByText("300 users found")).toBeVisible();
    const seen = new Set<string>();
    for (let number = 1; number <= 15; number += 1) {
      await expect(page.getByText(`Page ${number} of 15`)).toBeVisible();
      for (const name of await rows.getByRole("link").allTextContents()) seen.add(name);
      if (number < 15) await page.getByRole("link", { name: "Next" }).click();
    }
    expect(seen.size).toBe(300);

    await page.goto(`/admin?q=${tag}-257`);
    await expect(rows).toHaveCount(1);
    await page.goto(`/admin?q=${tag}&role=moderator`);
    await expect(page.getByText("3 users of 300")).toBeVisible();
    await expect(rows).toHaveCount(3);
    await page.goto(`/admin?q=${tag}&plan=pro`);
    await expect(rows).toHaveCount(20);
    await page.getByRole("button", { name: "Look for more" }).click();
    await expect(page.getByText("30 users of 300")).toBeVisible();
    await expect(rows).toHaveCount(30);
    await page.goto(`/admin?q=${tag}&plan=pro&role=admin`);
    await expect(page.getByText("0 users of 300")).toBeVisible();
  });
});

test("a filter that a rate limit stops half way says so, waits, and goes on", async ({
  page,
  context,
  local,
}) => {
  const tag = `long${Date.now().toString(36)}`;
  const people = Array.from({ length: 600 }, (_, index) => ({
    id: `user_${tag}x${index}`,
    email: `${tag}-${index}@example.com`,
    password: "local-password-1",
    publicMetadata: { role: index % 200 === 0 ? "moderator" : "user" },
  }));
  await local.control("POST", "/users", people);
  await local.signIn(context, "user_local_admin");
  // The wait is longer than a request may take, so the page shows what it has and goes on later.
  await local.fault({
    match: `GET /v1/users?*query=${tag}*offset=500*`,
    status: 429,
    headers: { "retry-after": "7" },
    times: 2,
  });
  await page.goto(`/admin?q=${tag}&role=moderator`);
  await expect(page.getByText("among the newest 500 of 600")).toBeVisible();
  await expect(page.getByText(/Clerk is busy, going on in \d s/)).toBeVisible();
  await expect(page.getByText("3 users of 600")).toBeVisible({ timeout: 15_000 });
});
