import type { Browser, Page } from "@playwright/test";
import { actionAnswer } from "../../support/action-answer.ts";
import { renderedClaim, settled } from "../../support/journey.ts";
import type { LocalServices } from "../../support/local.ts";
import { expect, test } from "../../support/test.ts";

const NO_TEAM = "You're not on a team yet.";
const OUTDATED = "other pages still show your old team";

async function createMember(local: LocalServices, firstName: string) {
  const user = await local.createUser({ onboardingComplete: true }, firstName.toLowerCase());
  await local.clerk.users.updateUser(user.id, { firstName });
  return user;
}

async function createTeam(page: Page, name: string): Promise<string> {
  await page.goto("/team");
  await page.getByLabel("Team name").fill(name);
  await page.getByRole("button", { name: "Create team" }).click();
  await expect(page.getByRole("heading", { name })).toBeVisible();
  return page.locator("code").innerText();
}

async function joinTeam(page: Page, code: string): Promise<void> {
  await page.goto("/team");
  await page.getByLabel("Invite code").fill(code);
  await page.getByRole("button", { name: "Join team" }).click();
}

async function leaveTeam(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Leave now" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Leave" }).click();
}

/** A team with one member, made in a browser of its own. */
async function startTeam(browser: Browser, local: LocalServices, name: string) {
  const owner = await createMember(local, "Owner");
  const context = await browser.newContext();
  await local.signIn(context, owner.id);
  const page = await context.newPage();
  return { owner, context, page, code: await createTeam(page, name) };
}

const member = (page: Page, text: string | RegExp) =>
  page.getByRole("list", { name: "Members" }).getByRole("listitem").filter({ hasText: text });

test("create a team: the page shows it, and the claim counts everywhere", async ({
  page,
  context,
  local,
}) => {
  const user = await createMember(local, "Ada");
  await local.signIn(context, user.id);
  await page.goto("/team");
  await expect(page.getByText(NO_TEAM)).toBeVisible();
  await page.getByRole("button", { name: "Create team" }).click();
  await expect(page.getByText("Enter a team name").first()).toBeVisible();
  await createTeam(page, "First Team");
  await expect(member(page, /Ada\s*\(you\)\s*Owner/)).toBeVisible();
  await expect(page.getByText(OUTDATED)).toBeHidden();

  const { teamId } = await local.claimsOf(user.id);
  expect(teamId).toMatch(/^[\w-]{36}$/);
  await page.getByRole("link", { name: "Dashboard" }).click();
  await expect(renderedClaim(page, "teamId")).toHaveText(String(teamId));
});

test("a second user joins by the code; a wrong code is refused beside its field", async ({
  page,
  context,
  browser,
  local,
}) => {
  const team = await startTeam(browser, local, "Shared");
  const joiner = await createMember(local, "Joiner");
  await local.signIn(context, joiner.id);
  const field = page.getByLabel("Invite code");
  for (const [code, message] of [
    ["short", "Enter your team's code: 8 letters and digits, never 0, 1, I, L or O"],
    ["22222222", "No team uses this code. Check it with your team."],
  ] as const) {
    await joinTeam(page, code);
    await expect(page.getByText(message).first()).toBeVisible();
    await expect(field).toHaveValue(code);
    await expect(field).toBeFocused();
  }
  await joinTeam(page, team.code.toLowerCase());
  await expect(page.getByRole("heading", { name: "Shared" })).toBeVisible();
  await expect(member(page, "Owner").first()).toBeVisible();
  await expect(member(page, "Joiner")).toContainText("(you)");
  await expect(page.getByRole("button", { name: "New code" })).toBeHidden();
  expect((await local.claimsOf(joiner.id)).teamId).toBe(
    (await local.claimsOf(team.owner.id)).teamId,
  );
  await team.context.close();
});

test("no colleague's id reaches a member's browser", async ({ context, page, browser, local }) => {
  const team = await startTeam(browser, local, "Discreet");
  await local.signIn(context, (await createMember(local, "Joiner")).id);
  await joinTeam(page, team.code);
  await expect(page.getByRole("heading", { name: "Discreet" })).toBeVisible();
  await settled(page);
  for (const headers of [{ accept: "text/html" }, { rsc: "1" }]) {
    const body = await (await context.request.get("/team", { headers })).text();
    expect(body).toContain("Joiner");
    expect(body).not.toContain(team.owner.id);
  }
  await team.context.close();
});

test("the code is copied by keyboard, and replaced by the owner", async ({
  page,
  context,
  browser,
  local,
}) => {
  const team = await startTeam(browser, local, "Rotating");
  await team.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await team.page.getByRole("button", { name: "Copy code" }).focus();
  await team.page.keyboard.press("Enter");
  await expect(team.page.getByRole("button", { name: "Copied" })).toBeFocused();
  expect(await team.page.evaluate(() => navigator.clipboard.readText())).toBe(team.code);

  await team.page.getByRole("button", { name: "New code" }).click();
  await team.page.getByRole("button", { name: "Replace code" }).click();
  await expect(team.page.getByText("The team has a new code.")).toBeVisible();
  await expect(team.page.locator("code")).not.toHaveText(team.code);
  await expect(team.page.getByRole("button", { name: "Copy code" })).toBeVisible();

  const late = await createMember(local, "Late");
  await local.signIn(context, late.id);
  await joinTeam(page, team.code);
  await expect(page.getByText("No team uses this code.").first()).toBeVisible();
  await joinTeam(page, await team.page.locator("code").innerText());
  await expect(page.getByRole("heading", { name: "Rotating" })).toBeVisible();
  await team.context.close();
});

test("the last member leaves: the page changes at once, and the code opens nothing", async ({
  page,
  context,
  local,
}) => {
  const user = await createMember(local, "Only");
  await local.signIn(context, user.id);
  const code = await createTeam(page, "Short-lived");
  await leaveTeam(page);
  await expect(page.getByText(NO_TEAM)).toBeVisible();
  await expect(page.getByText(OUTDATED)).toBeHidden();
  expect((await local.claimsOf(user.id)).teamId).toBeUndefined();
  await page.getByRole("link", { name: "Dashboard" }).click();
  await expect(renderedClaim(page, "teamId")).toContainText("None");
  await joinTeam(page, code);
  await expect(page.getByText("No team uses this code.").first()).toBeVisible();
});

test("a claim that could not be written: the page shows the truth, and a retry or the button mends it", async ({
  page,
  context,
  local,
}) => {
  const user = await createMember(local, "Unlucky");
  await local.signIn(context, user.id);
  // As many as one action with its retries meets.
  const failClaims = () =>
    local.fault({ match: `PATCH /v1/users/${user.id}/metadata`, status: 500, times: 4 });
  const failed = page.getByText(/service (cannot|can't) be reached/);

  await failClaims();
  await page.goto("/team");
  await page.getByLabel("Team name").fill("Kept");
  await page.getByRole("button", { name: "Create team" }).click();
  await expect(failed).toBeVisible();
  await expect(page.getByLabel("Team name")).toHaveValue("Kept");
  // The same team, although the second try has another name.
  await page.getByLabel("Team name").fill("Second");
  await page.getByRole("button", { name: "Create team" }).click();
  await expect(page.getByRole("heading", { name: "Kept" })).toBeVisible();
  await expect(page.getByText(OUTDATED)).toBeHidden();

  await failClaims();
  await leaveTeam(page);
  await expect(failed).toBeVisible();
  await page.reload();
  await expect(page.getByText(NO_TEAM)).toBeVisible();
  await expect(page.getByText(OUTDATED)).toBeVisible();
  await page.getByRole("button", { name: "Update them" }).click();
  await expect(page.getByText(OUTDATED)).toBeHidden();
  expect((await local.claimsOf(user.id)).teamId).toBeUndefined();
});

test("a claim without a membership shows nothing of that team, and the button takes it away", async ({
  page,
  context,
  browser,
  local,
}) => {
  const team = await startTeam(browser, local, "Private Team");
  const { teamId } = await local.claimsOf(team.owner.id);
  const outsider = await local.createUser({ onboardingComplete: true, teamId: String(teamId) });
  await local.signIn(context, outsider.id);
  await page.goto("/team");
  await expect(page.getByText(NO_TEAM)).toBeVisible();
  await expect(page.getByText(OUTDATED)).toBeVisible();
  const html = await page.content();
  for (const secret of ["Private Team", team.code]) expect(html).not.toContain(secret);
  await page.getByRole("button", { name: "Update them" }).click();
  await expect(page.getByText(OUTDATED)).toBeHidden();
  expect((await local.claimsOf(outsider.id)).teamId).toBeUndefined();
  await team.context.close();
});

test("guessing codes is stopped after ten tries, with the time to wait", async ({
  page,
  context,
  local,
}) => {
  const user = await local.createUser({ onboardingComplete: true });
  await local.signIn(context, user.id);
  await page.goto("/team");
  for (let index = 0; index < 10; index += 1) {
    const answered = actionAnswer(page);
    await page.getByLabel("Invite code").fill(`2222222${"23456789AB"[index]}`);
    await page.getByRole("button", { name: "Join team" }).click();
    await answered;
  }
  await page.getByLabel("Invite code").fill("33333333");
  await expect(async () => {
    await page.getByRole("button", { name: "Join team" }).click();
    await expect(page.getByText("Too many tries. Try again in a minute.")).toBeVisible();
  }).toPass();
});

test("the token of a deleted user creates and joins nothing", async ({
  page,
  context,
  browser,
  local,
}) => {
  const team = await startTeam(browser, local, "Living");
  await team.context.close();
  const user = await createMember(local, "Deleted");
  await local.signIn(context, user.id);
  await page.goto("/team");
  await local.clerk.users.deleteUser(user.id);
  // The webhook deletes what belongs to the user; nothing may come after it.
  const deletions = async () =>
    (await local.requests()).filter(
      ({ method, path }) => method === "Commit" && path.includes(`members/${user.id}`),
    ).length;
  await expect.poll(deletions).toBe(1);

  const refused = page.getByText("Please sign in first");
  await page.getByLabel("Team name").fill("Ghost");
  await page.getByRole("button", { name: "Create team" }).click();
  await expect(refused).toHaveCount(1);
  await page.getByLabel("Invite code").fill(team.code);
  await page.getByRole("button", { name: "Join team" }).click();
  await expect(refused).toHaveCount(2);

  await local.control("POST", "/users", [
    { ...user, publicMetadata: { onboardingComplete: true } },
  ]);
  await local.signIn(context, user.id);
  await page.goto("/team");
  await expect(page.getByText(NO_TEAM)).toBeVisible();
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("teams are created, joined and left", async ({ page, context, browser, local }) => {
    const user = await createMember(local, "Plain");
    await local.signIn(context, user.id);
    await page.goto("/team");
    await page.getByRole("button", { name: "Create team" }).click();
    await expect(page.getByText("Enter a team name").first()).toBeVisible();
    const code = await createTeam(page, "Plain Team");
    await expect(page.getByText("so this deletes Plain Team and its invite code.")).toBeVisible();

    const other = await browser.newContext({ javaScriptEnabled: false });
    await local.signIn(other, (await createMember(local, "Second")).id);
    const theirs = await other.newPage();
    await joinTeam(theirs, code);
    await expect(theirs.getByRole("heading", { name: "Plain Team" })).toBeVisible();
    await other.close();
    await page.reload();
    await expect(
      page.getByText("The member who joined after you becomes the owner."),
    ).toBeVisible();

    // Clerk fails after Firestore: the page shows both, and the button mends the claim.
    await local.fault({ match: `PATCH /v1/users/${user.id}/metadata`, status: 400, times: 1 });
    await page.getByRole("button", { name: "Leave now" }).click();
    await expect(page.getByText(NO_TEAM)).toBeVisible();
    await expect(page.getByText(OUTDATED)).toBeVisible();
    await page.getByRole("button", { name: "Update them" }).click();
    await expect(page.getByText(OUTDATED)).toBeHidden();
  });
});
