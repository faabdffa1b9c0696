import type { Page } from "@playwright/test";
import { chooseAccess, confirmChange, expectSaved } from "../../support/change-access.ts";
import { gatedBy } from "../../support/gated-by.ts";
import { expect, test } from "../../support/test.ts";

const badges = (page: Page) => page.getByRole("region", { name: "Access" }).locator("p").first();
const rows = (page: Page) => page.getByRole("table", { name: "Users" }).locator("tbody tr");
const savePrivate = (page: Page) =>
  page.getByRole("button", { name: "Save private fields" }).click();

test("an admin finds a user, confirms a change of role and plan, and the log has it", async ({
  page,
  context,
  local,
}) => {
  const user = await local.createUser({ onboardingComplete: true, teamId: "acme" });
  await local.signIn(context, "user_local_owner");
  await page.goto("/dashboard");
  await page.getByRole("link", { name: "Admin", exact: true }).click();
  await page.getByLabel("Name, email address or ID").fill(user.email);
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page.getByText("1 user found for")).toBeVisible();
  await page.getByRole("link", { name: user.email }).click();
  await expect(page.getByText("No changes yet.")).toBeVisible();

  await chooseAccess(page, { role: "moderator", plan: "pro" });
  const dialog = page.getByRole("alertdialog");
  const changes = dialog.getByRole("paragraph");
  await expect(changes).toHaveText(["Role: User → Moderator", "Plan: Free → Pro"]);
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
  const entry = page.getByRole("listitem").filter({ hasText: user.id });
  await expect(entry).toContainText("Role: User → Moderator, Plan: Free → Pro");
  await expect(entry).toContainText("Owner changed");
  await expect(entry).toContainText("Done");
  await expect(entry).toContainText(/Request [\w-]{8,}/);
});

test("a role that an admin gives opens its page on the user's next click", async ({
  browser,
  page,
  context,
  local,
}) => {
  const { path, text } = gatedBy({ role: "moderator" });
  const user = await local.createUser({ onboardingComplete: true }, "promoted");
  const theirs = await browser.newContext();
  await local.signIn(theirs, user.id);
  const screen = await theirs.newPage();
  await screen.goto(path);
  await expect(screen.getByRole("heading", { name: "Moderator access required" })).toBeVisible();

  await local.signIn(context, "user_local_admin");
  await page.goto(`/admin/${user.id}`);
  await chooseAccess(page, { role: "moderator" });
  await confirmChange(page);
  await expectSaved(page);

  await screen.getByRole("link", { name: "Try again" }).click();
  await expect(screen.getByText(text)).toBeVisible();
  await theirs.close();
});

test("admins can't change their own access: not in the form, and not past it", async ({
  page,
  context,
  local,
}) => {
  const admin = await local.createUser({ onboardingComplete: true, role: "admin" }, "admin");
  const other = await local.createUser({ onboardingComplete: true });
  await local.signIn(context, admin.id);
  await page.goto(`/admin/${admin.id}`);
  await expect(page.getByText("You can’t change your own access.")).toBeVisible();
  await expect(page.getByRole("form", { name: /^Access of/ })).toHaveCount(0);

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
  await expect(page.getByText("Admins can’t change their own role or plan.")).toBeVisible();
  expect(await local.claimsOf(admin.id)).toEqual({ onboardingComplete: true, role: "admin" });
});

test("a save without a change asks nothing, writes nothing and says so", async ({
  page,
  context,
  local,
}) => {
  const user = await local.createUser({ onboardingComplete: true, plan: "pro" });
  await local.signIn(context, "user_local_admin");
  await page.goto(`/admin/${user.id}`);
  await chooseAccess(page, { plan: "pro" });
  await expect(page.getByText("Choose another role or plan.")).toBeVisible();
  await savePrivate(page);
  await expect(page.getByText("There is nothing to change.")).toBeVisible();
  await expect(page.getByRole("alertdialog")).toHaveCount(0);
  await expect(page.getByText("No changes yet.")).toBeVisible();
  await expect(badges(page)).toHaveText("UserPro plan");
});

for (const { form, lost, answer } of [
  { form: "access", lost: "role", answer: "Admin access required" },
  { form: "private fields", lost: "role", answer: "Admin access required" },
  { form: "access", lost: "session", answer: "Please sign in first" },
  { form: "private fields", lost: "session", answer: "Please sign in first" },
]) {
  test(`an admin who has lost the ${lost} can't save the ${form}, although the token is still valid`, async ({
    page,
    context,
    local,
  }) => {
    const admin = await local.createUser({ onboardingComplete: true, role: "admin" }, "admin");
    const user = await local.createUser({ onboardingComplete: true });
    await local.signIn(context, admin.id);
    await page.goto(`/admin/${user.id}`);
    // Clerk gets a token of its own as it loads: a later one would show the loss, and end the page.
    await expect(page.getByRole("button", { name: "Open user menu" })).toBeVisible();
    if (lost === "role") await local.setClaims(admin.id, { role: "user" });
    else {
      const { data } = await local.clerk.sessions.getSessionList({ userId: admin.id });
      await Promise.all(data.map(({ id }) => local.clerk.sessions.revokeSession(id)));
    }
    if (form === "access") {
      await chooseAccess(page, { role: "admin" });
      await confirmChange(page);
    } else {
      await page.getByLabel("Internal notes").fill("mine");
      await savePrivate(page);
    }
    await expect(page.getByText(answer).first()).toBeVisible();
    const { publicMetadata, privateMetadata } = await local.clerk.users.getUser(user.id);
    expect(publicMetadata).toEqual({ onboardingComplete: true });
    expect(privateMetadata).toEqual({});
  });
}

test("a form with a field of its own making is refused", async ({ page, context, local }) => {
  const user = await local.createUser({ onboardingComplete: true });
  await local.signIn(context, "user_local_admin");
  await page.goto(`/admin/${user.id}`);
  await expect(page.locator("form:has(input[name=userId])")).toHaveCount(2);
  for (const form of await page.locator("form:has(input[name=userId])").all()) {
    await form.evaluate((element) => {
      const input = document.createElement("input");
      Object.assign(input, { type: "hidden", name: "teamId", value: "acme" });
      element.append(input);
    });
  }
  await chooseAccess(page, { plan: "pro" });
  await confirmChange(page);
  await expect(page.getByText("Please fix the errors below.")).toHaveCount(1);
  await page.getByLabel("Internal notes").fill("mine");
  await savePrivate(page);
  await expect(page.getByText("Please fix the errors below.")).toHaveCount(2);
  const { publicMetadata, privateMetadata } = await local.clerk.users.getUser(user.id);
  expect(publicMetadata).toEqual({ onboardingComplete: true });
  expect(privateMetadata).toEqual({});
});

test("a revoked admin sees no user's page, although their token says admin", async ({
  page,
  context,
  local,
}) => {
  const admin = await local.createUser({ onboardingComplete: true, role: "admin" }, "admin");
  const user = await local.createUser({ onboardingComplete: true });
  await local.signIn(context, admin.id);
  await local.setClaims(admin.id, { role: "user" });
  await page.goto(`/admin/${user.id}`);
  await expect(page.getByRole("heading", { name: "Admin access required" })).toBeVisible();
  await expect(page.getByText(user.email)).toHaveCount(0);
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
  await expect(other.getByText("The role is now User and the plan Pro.")).toBeVisible();
  await expect(badges(other)).toHaveText("UserPro plan");
  await expect(other.getByLabel("Plan")).toHaveValue("pro");
  expect(await local.claimsOf(user.id)).toMatchObject({ role: "user", plan: "pro" });

  await chooseAccess(other, { role: "moderator" });
  await expect(other.getByRole("alertdialog")).not.toContainText("Plan");
  await confirmChange(other);
  await expectSaved(other);
  expect(await local.claimsOf(user.id)).toMatchObject({ role: "moderator", plan: "pro" });
  await second.close();
});

test("a change shows at once as being saved, and is undone when Clerk refuses it", async ({
  page,
  context,
  local,
}) => {
  const user = await local.createUser({ onboardingComplete: true });
  await local.signIn(context, "user_local_admin");
  await page.goto(`/admin/${user.id}`);
  const match = `PATCH /v1/users/${user.id}/metadata`;
  await local.fault({ match, delayMs: 1_000, status: 403, times: 1 });

  await chooseAccess(page, { plan: "pro" });
  await confirmChange(page);
  await expect(badges(page)).toHaveText("Saving…UserPro plan");
  await expect(page.getByText("Something went wrong on our side.")).toBeVisible();
  await expect(badges(page)).toHaveText("UserFree plan");

  await page.getByRole("button", { name: "Save", exact: true }).click();
  await confirmChange(page);
  await expectSaved(page);
  await expect(badges(page)).toHaveText("UserPro plan");
});

test("a Clerk that hangs is given up within 8 s, and the user's page says what is open", async ({
  page,
  context,
  local,
}) => {
  const user = await local.createUser({ onboardingComplete: true });
  await local.signIn(context, "user_local_admin");
  await page.goto(`/admin/${user.id}`);
  await local.fault({ match: `PATCH /v1/users/${user.id}/metadata`, hang: true });
  await chooseAccess(page, { plan: "pro" });
  const started = Date.now();
  await confirmChange(page);
  await expect(page.getByText("The change may still be saved")).toBeVisible();
  expect(Date.now() - started).toBeLessThan(8_000);
  await expect(badges(page)).toHaveText("UserFree plan");
  await page.reload();
  await expect(page.getByRole("region", { name: "Latest changes" })).toContainText("Unfinished");
});

test("a rate limit in the middle of a change is waited out, and the change arrives", async ({
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
  await expect(page.getByText(/Trying again in \d s/)).toBeVisible();
  await expect(badges(page)).toHaveText("Saving…UserPro plan");
  await expect(page.getByText(/Trying again in/)).toHaveCount(0, { timeout: 15_000 });
  await expectSaved(page);
  await expect(badges(page)).toHaveText("UserPro plan");
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
  await savePrivate(page);
  await expect(page.getByText("Enter a whole number from 0 to 1,000,000.").first()).toBeVisible();
  await expect(page.getByLabel("API quota")).toBeFocused();
  await expect(page.getByLabel("Internal notes")).toHaveValue("prefers the phone");
  await page.getByLabel("API quota").fill("500");
  await savePrivate(page);
  await expectSaved(page);

  await other.getByLabel("Internal notes").fill("mine");
  await savePrivate(other);
  await expect(other.getByText("Someone else has changed these fields")).toBeVisible();
  await expect(other.getByLabel("Internal notes")).toHaveValue("mine");
  await other.getByRole("button", { name: "Show what is stored now" }).click();
  await expect(other.getByLabel("Internal notes")).toHaveValue("prefers the phone");

  await other.getByLabel("API quota").fill("");
  await savePrivate(other);
  await expectSaved(other);
  await expect(other.getByText("Private: API quota", { exact: true })).toBeVisible();
  const { lastChangeId: _, ...stored } = (await local.clerk.users.getUser(user.id)).privateMetadata;
  expect(stored).toEqual({ internalNotes: "prefers the phone" });
  expect(await local.claimsOf(user.id)).toEqual({ onboardingComplete: true });
  // The user themselves gets none of it.
  await local.signIn(second, user.id);
  const own = await (await second.request.get("/dashboard")).text();
  expect(own).not.toContain("prefers the phone");
  await second.close();
});

test("without JavaScript both forms save, and no field gets into the URL", async ({
  browser,
  local,
}) => {
  const user = await local.createUser({ onboardingComplete: true });
  const context = await browser.newContext({ javaScriptEnabled: false });
  await local.signIn(context, "user_local_admin");
  const page = await context.newPage();
  await page.goto(`/admin/${user.id}`);
  await page.getByLabel("Internal notes").fill("prefers the phone");
  await savePrivate(page);
  await expect(page.getByRole("status").filter({ hasText: "Saved." })).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`/admin/${user.id}$`));

  await chooseAccess(page, { plan: "pro" });
  await expect(page.getByRole("status").filter({ hasText: "Saved." })).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`/admin/${user.id}$`));
  const { publicMetadata, privateMetadata } = await local.clerk.users.getUser(user.id);
  expect(publicMetadata).toMatchObject({ plan: "pro" });
  expect(privateMetadata).toMatchObject({ internalNotes: "prefers the phone" });
  await context.close();
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

  test("they are listed 20 at a time, searched, and filtered by role and plan", async ({
    page,
    context,
    local,
  }) => {
    test.slow(); // it walks through 15 pages
    await local.control("POST", "/users", users);
    await local.signIn(context, "user_local_admin");

    await page.goto(`/admin?q=${tag}`);
    await expect(page.getByText("Users 1–20 of 300")).toBeVisible();
    const seen = new Set<string>();
    for (let start = 0; start < 300; start += 20) {
      await expect(page.getByText(`Users ${start + 1}–${start + 20} of 300`)).toBeVisible();
      for (const name of await rows(page).getByRole("link").allTextContents()) seen.add(name);
      if (start < 280) await page.getByRole("link", { name: "Next", exact: true }).click();
    }
    expect(seen.size).toBe(300);
    await expect(page.getByRole("link", { name: "Next", exact: true })).toHaveCount(0);

    await page.goto(`/admin?q=${tag}-257`);
    await expect(rows(page)).toHaveCount(1);
    await page.goto(`/admin?q=${tag}&role=moderator`);
    await expect(page.getByText("3 users found for")).toBeVisible();
    await expect(rows(page)).toHaveCount(3);
    await page.goto(`/admin?q=${tag}&plan=pro`);
    await expect(rows(page)).toHaveCount(20);
    await page.getByRole("link", { name: "Next", exact: true }).click();
    await expect(page.getByText(/10 users among users \d+–300 of 300/)).toBeVisible();
    await expect(rows(page)).toHaveCount(10);
    await expect(page.getByLabel("Plan")).toHaveValue("pro");
    await page.goto(`/admin?q=${tag}&plan=pro&role=admin`);
    await expect(page.getByText(/^0 users found/)).toBeVisible();
  });
});

test("a search that a rate limit stops half way shows what it found, and goes on from there", async ({
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
  // The wait is longer than a request may take.
  await local.fault({
    match: `GET /v1/users?*query=${tag}*offset=500*`,
    status: 429,
    headers: { "retry-after": "7" },
    times: 2,
  });
  await page.goto(`/admin?q=${tag}&role=moderator`);
  await expect(page.getByText("among the first 500 of 600")).toBeVisible();
  const found = await rows(page).count();
  await page.getByRole("link", { name: "Next", exact: true }).click();
  await expect(page.getByText(/Trying again in \d+ s…/)).toBeVisible();
  await expect(page.getByText("among users 501–600 of 600")).toBeVisible({ timeout: 15_000 });
  expect(found + (await rows(page).count())).toBe(3);
});

test("a user who doesn't exist is said to be missing, below the usual header", async ({
  page,
  context,
  local,
}) => {
  const admin = await local.createUser({ onboardingComplete: true, role: "admin" });
  await local.signIn(context, admin.id);
  await page.goto("/admin/user_nobody");
  await expect(page.getByRole("heading", { name: "User not found" })).toBeVisible();
  await expect(page.getByRole("main")).toHaveCount(1);
  await expect(page.getByRole("banner")).toHaveCount(1);
  await page.getByRole("main").getByRole("link", { name: "All users" }).click();
  await expect(page.getByRole("heading", { name: "Users" })).toBeVisible();
});
