import type { Page } from "@playwright/test";
import { actionAnswer } from "../../support/action-answer.ts";
import { settled } from "../../support/journey.ts";
import type { LocalServices } from "../../support/local.ts";
import { goOffline } from "../../support/offline.ts";
import { expect, test } from "../../support/test.ts";

async function createNamed(local: LocalServices, word: string, role?: "moderator") {
  const user = await local.createUser({ onboardingComplete: true, ...(role && { role }) }, word);
  const name = `${word} ${user.id.slice(-10)}`;
  await local.clerk.users.updateUser(user.id, { firstName: name });
  return { ...user, name };
}

const reviewOf = (page: Page, { name }: { name: string }) =>
  page.getByRole("form", { name: `Name of ${name}` });

test("a moderator approves one name and, after a question, removes another; the focus goes on", async ({
  page,
  context,
  local,
}) => {
  const moderator = await createNamed(local, "Mod", "moderator");
  // Newest first: the list shows them from the last to the first.
  const last = await createNamed(local, "Last");
  const bad = await createNamed(local, "Bad");
  const good = await createNamed(local, "Good");
  await local.signIn(context, moderator.id);
  await page.goto("/moderation");

  await reviewOf(page, good).getByRole("button", { name: "Approve" }).click();
  await expect(page.getByText("Name approved.")).toBeVisible();
  await expect(reviewOf(page, good)).toHaveCount(0);
  await expect(page.locator("li button:focus")).toHaveText("Approve");

  const remove = reviewOf(page, bad).getByRole("button", { name: "Remove name" });
  await remove.click();
  const question = page.getByRole("alertdialog", { name: `Remove the name “${bad.name}”?` });
  await question.getByRole("button", { name: "Cancel" }).click();
  await expect(remove).toBeFocused();
  expect((await local.clerk.users.getUser(bad.id)).firstName).toBe(bad.name);
  await remove.click();
  await question.getByRole("button", { name: "Remove name" }).click();
  await expect(page.getByText("Name removed.")).toBeVisible();
  await expect(reviewOf(page, bad)).toHaveCount(0);
  await expect(page.locator("li button:focus")).toHaveText("Approve");
  expect((await local.clerk.users.getUser(bad.id)).firstName).toBe("");
  expect((await local.clerk.users.getUser(good.id)).firstName).toBe(good.name);

  await reviewOf(page, last).getByRole("button", { name: "Approve" }).focus();
  await page.keyboard.press("Enter");
  await expect(reviewOf(page, last)).toHaveCount(0);
  await expect(page.locator(":focus")).not.toHaveCount(0);
});

test("offline Approve says so, and Undo in the toast brings an approved name back to the list", async ({
  page,
  context,
  local,
}) => {
  const moderator = await createNamed(local, "Mod", "moderator");
  const user = await createNamed(local, "Hasty");
  await local.signIn(context, moderator.id);
  await page.goto("/moderation");
  const approve = reviewOf(page, user).getByRole("button", { name: "Approve" });
  await goOffline(page);
  await approve.click();
  await expect(reviewOf(page, user).getByRole("alert")).toContainText("offline");
  await context.setOffline(false);
  await approve.click();
  await expect(reviewOf(page, user)).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("Undone.")).toBeVisible();
  await expect(reviewOf(page, user)).toBeVisible();
  await page.reload();
  await expect(reviewOf(page, user)).toBeVisible();
});

test("no address reaches a moderator's browser, and no name they may not review", async ({
  page,
  context,
  local,
}) => {
  const moderator = await createNamed(local, "Mod", "moderator");
  const peer = await createNamed(local, "Peer", "moderator");
  const user = await createNamed(local, "Plain");
  await local.signIn(context, moderator.id);
  await page.goto("/moderation");
  await expect(reviewOf(page, user)).toBeVisible();
  await settled(page);
  for (const headers of [{ accept: "text/html" }, { rsc: "1" }]) {
    const body = await (await context.request.get("/moderation", { headers })).text();
    expect(body).toContain(user.name);
    expect(body).not.toContain(user.email);
    expect(body).not.toContain(peer.name);
  }
  const { names } = await (await context.request.get("/api/moderation")).json();
  expect(names).toContainEqual({ userId: user.id, name: user.name });
  expect(JSON.stringify(names)).not.toContain("@");
});

test("a form with a user id that is none is refused before anything is asked", async ({
  page,
  context,
  local,
}) => {
  const moderator = await createNamed(local, "Mod", "moderator");
  const user = await createNamed(local, "Target");
  await local.signIn(context, moderator.id);
  await page.goto("/moderation");
  const field = reviewOf(page, user).locator("input[name=userId]");
  for (const id of [`${user.id}/metadata`, "%70ro", `user_${"a".repeat(12_000)}`]) {
    await field.evaluate((input, value) => input.setAttribute("value", value), id);
    await reviewOf(page, user).getByRole("button", { name: "Approve" }).click();
    await expect(page.getByText("Please fix the errors below.")).toBeVisible();
    await page.reload();
  }
  await expect(reviewOf(page, user)).toBeVisible();
});

// Without JavaScript the page does not notice by itself that the role has gone.
test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("a moderator who was demoted is refused at once, although the token still says moderator", async ({
    page,
    context,
    local,
  }) => {
    const moderator = await createNamed(local, "Mod", "moderator");
    const user = await createNamed(local, "Kept");
    await local.signIn(context, moderator.id);
    await page.goto("/moderation");
    await local.setClaims(moderator.id, { role: "user" });
    const answered = actionAnswer(page);
    await reviewOf(page, user).getByRole("button", { name: "Remove name" }).click();
    await answered;
    await page.goto("/moderation");
    await expect(page.getByRole("heading", { name: "Moderator access required" })).toBeVisible();
    expect((await local.clerk.users.getUser(user.id)).firstName).toBe(user.name);
  });
});
