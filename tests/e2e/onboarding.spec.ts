import type { Page } from "@playwright/test";
import { gatedBy } from "./support/gated-by.ts";
import { settled } from "./support/journey.ts";
import type { LocalServices } from "./support/local.ts";
import { goOffline } from "./support/offline.ts";
import { answerEverything, continueTo, finishOnboarding } from "./support/onboard.ts";
import { expect, test } from "./support/test.ts";

const next = (page: Page) => page.getByRole("button", { name: "Continue" }).click();
const finish = (page: Page) => page.getByRole("button", { name: "Finish" }).click();
const answer = (page: Page, step: string) =>
  page.getByRole("main").getByRole("listitem").filter({ hasText: step });

async function answerProfile(page: Page, name = "Person One", size = "2-10") {
  await page.getByLabel("Display name").fill(name);
  await page.getByLabel("Company size").selectOption(size);
  await next(page);
}

/** A new user, signed in and at a page. */
async function newcomer(page: Page, local: LocalServices, path = "/onboarding/welcome") {
  const user = await local.createUser();
  await local.signIn(page.context(), user.id);
  await page.goto(path);
  return user;
}

test("the whole walk: every answer is shown at the end, and the claim is in force", async ({
  page,
  local,
}) => {
  const user = await newcomer(page, local, "/onboarding");
  await expect(page).toHaveURL("/onboarding/welcome");
  await continueTo(page, "profile");
  await answerProfile(page);
  await page.getByLabel("Company name").fill("Acme");
  await next(page);
  await page.getByLabel("Every day").check();
  await next(page);
  await expect(page.getByRole("heading", { name: "Check your answers" })).toBeVisible();
  await expect(answer(page, "Person One, 2 to 10 people")).toBeVisible();
  await expect(answer(page, "Acme")).toBeVisible();
  await expect(answer(page, "Every day")).toBeVisible();
  await finish(page);

  await expect(page).toHaveURL("/dashboard");
  expect(await local.claimsOf(user.id)).toEqual({ onboardingComplete: true });
  expect(await local.clerk.users.getUser(user.id)).toMatchObject({ firstName: "Person One" });
  await page.goto("/onboarding");
  await expect(page).toHaveURL("/dashboard");
});

test("changing an answer from the last page leads back to it", async ({ page, local }) => {
  await newcomer(page, local);
  await answerEverything(page);
  await page.getByRole("link", { name: "Change Preferences" }).click();
  await expect(page.getByLabel("Once a week")).toBeChecked();
  await page.getByLabel("Never").check();
  await next(page);
  await expect(page).toHaveURL("/onboarding/finish");
  await expect(answer(page, "Never")).toBeVisible();

  // No longer alone: the company is asked before the end.
  await page.getByRole("link", { name: "Change Profile" }).click();
  await page.getByLabel("Company size").selectOption("11-50");
  await next(page);
  await expect(page).toHaveURL("/onboarding/company");
});

test("leaving and coming back on another device continues where the user left, answers filled in", async ({
  page,
  browser,
  local,
}) => {
  const user = await newcomer(page, local);
  await continueTo(page, "profile");
  await answerProfile(page, "Person Two");
  await expect(page).toHaveURL("/onboarding/company");

  const other = await browser.newContext();
  await local.signIn(other, user.id);
  const second = await other.newPage();
  await second.goto("/dashboard");
  await expect(second).toHaveURL("/onboarding/company?from=%2Fdashboard");
  await second.getByRole("link", { name: "Back" }).click();
  await expect(second.getByLabel("Display name")).toHaveValue("Person Two");
  await expect(second.getByLabel("Company size")).toHaveValue("2-10");
  // Working alone after all: the company is not asked, neither forward nor back.
  await second.getByLabel("Company size").selectOption("just-me");
  await next(second);
  await expect(second).toHaveURL(/\/onboarding\/preferences/);
  await second.getByRole("link", { name: "Back" }).click();
  await expect(second).toHaveURL(/\/onboarding\/profile/);
  await other.close();
});

test("what is entered and not saved survives a reload, and is gone after signing out", async ({
  page,
  local,
}) => {
  await newcomer(page, local);
  await continueTo(page, "profile");
  await page.getByLabel("Display name").fill("Draft Person");
  await page.getByLabel("Company size").selectOption("2-10");
  await page.reload();
  await expect(page.getByLabel("Display name")).toHaveValue("Draft Person");
  await expect(page.getByLabel("Company size")).toHaveValue("2-10");
  const kept = () => page.evaluate(() => JSON.stringify(sessionStorage).includes("Draft Person"));
  expect(await kept()).toBe(true);
  await page.getByRole("button", { name: /user menu/i }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL("/");
  await expect.poll(kept).toBe(false);
});

test("a deep link to a later step leads to the first one without an answer", async ({
  page,
  local,
}) => {
  await newcomer(page, local);
  for (const path of ["/onboarding/finish", "/onboarding/preferences", "/onboarding/company"]) {
    await page.goto(path);
    await expect(page).toHaveURL("/onboarding/welcome");
  }
});

test("errors stand beside their fields and in a summary, with the focus on the first", async ({
  page,
  local,
}) => {
  await newcomer(page, local);
  await continueTo(page, "profile");
  await next(page);
  await expect(page.getByLabel("Display name")).toBeFocused();
  const summary = page.getByRole("alert").filter({ hasText: "Please fix the errors below." });
  await expect(summary.getByRole("link", { name: "Enter a display name" })).toBeVisible();
  await expect(page.getByText("Enter a display name")).toHaveCount(2);
  await summary.getByRole("link", { name: "Choose a company size" }).click();
  await expect(page.getByLabel("Company size")).toBeFocused();

  await page.getByLabel("Display name").fill("Person Three");
  await next(page);
  await expect(page.getByLabel("Company size")).toBeFocused();
  await expect(page.getByLabel("Display name")).toHaveValue("Person Three");
});

test("the browser's back and forward buttons show saved answers and what is done", async ({
  page,
  local,
}) => {
  await newcomer(page, local);
  await continueTo(page, "profile");
  await answerProfile(page, "Person Four");
  await page.getByLabel("Company name").fill("Acme");
  await next(page);
  await expect(page).toHaveURL("/onboarding/preferences");
  const steps = page.getByRole("navigation", { name: "Onboarding steps" });

  await page.goBack();
  await expect(page).toHaveURL("/onboarding/company");
  await expect(page.getByLabel("Company name")).toHaveValue("Acme");
  await page.goBack();
  await expect(page).toHaveURL("/onboarding/profile");
  await expect(page.getByLabel("Display name")).toHaveValue("Person Four");
  await expect(page.getByLabel("Company size")).toHaveValue("2-10");
  await expect(steps.getByRole("link", { name: /Company.*done/ })).toBeVisible();
  await page.goForward();
  await expect(page.getByLabel("Company name")).toHaveValue("Acme");
  await expect(steps.getByRole("link", { name: /Profile.*done/ })).toBeVisible();
});

test("a double click on Finish finishes once and opens the dashboard", async ({ page, local }) => {
  const user = await newcomer(page, local);
  await answerEverything(page);
  await page.getByRole("button", { name: "Finish" }).dblclick();
  await expect(page).toHaveURL("/dashboard");
  const writes = (await local.requests()).filter(
    ({ method, path }) => method === "PATCH" && path.endsWith(`${user.id}/metadata`),
  );
  expect(writes).toHaveLength(1);
});

test("two tabs on different steps do not undo each other, and neither undoes the end", async ({
  page,
  context,
  local,
}) => {
  await newcomer(page, local);
  await continueTo(page, "profile");
  await answerProfile(page, "Tab One", "just-me");
  await expect(page).toHaveURL("/onboarding/preferences");
  const second = await context.newPage();
  await second.goto("/onboarding/profile");
  await page.getByLabel("Never").check();
  await next(page);
  await expect(page).toHaveURL("/onboarding/finish");
  await answerProfile(second, "Tab Two", "just-me");
  await expect(second).toHaveURL("/onboarding/finish");
  await expect(answer(second, "Tab Two")).toBeVisible();
  await expect(answer(second, "Never")).toBeVisible();

  await second.getByRole("link", { name: "Change Profile" }).click();
  await second.getByLabel("Display name").fill("Too Late");
  await finish(page);
  await expect(page).toHaveURL("/dashboard");
  await next(second);
  await expect(second).toHaveURL("/dashboard");
});

for (const fault of [
  { name: "fails", status: 500, times: 4 },
  { name: "hangs", hang: true, times: 3 },
] as const) {
  test(`when Clerk ${fault.name} at Finish, the user is told, and the next try completes`, async ({
    page,
    local,
  }) => {
    const { name: _name, ...how } = fault;
    const user = await newcomer(page, local);
    await answerEverything(page);
    await local.fault({ match: `PATCH /v1/users/${user.id}/metadata`, ...how });
    const button = page.getByRole("button", { name: "Finish", exact: true });
    const place = await button.boundingBox();
    await finish(page);
    await expect(page.getByRole("alert").filter({ hasText: "Please try again." })).toBeVisible();
    // Nothing moves under the pointer.
    expect(await button.boundingBox()).toEqual(place);
    await expect(page.getByText("Your answers are saved.")).toBeVisible();
    expect((await local.claimsOf(user.id)).onboardingComplete).toBeUndefined();

    // Nothing but the end is left, also after leaving and coming back.
    await page.goto("/onboarding/welcome");
    await expect(page).toHaveURL("/onboarding/finish");
    await expect(answer(page, "Person One")).toBeVisible();
    await expect(page.getByRole("link", { name: "Change Profile" })).toHaveCount(0);
    await finish(page);
    await expect(page).toHaveURL("/dashboard");
    expect((await local.claimsOf(user.id)).onboardingComplete).toBe(true);
  });
}

test("when Clerk limits the rate at Finish, the form waits and completes by itself", async ({
  page,
  local,
}) => {
  const user = await newcomer(page, local);
  await answerEverything(page);
  const headers = { "retry-after": "7" };
  await local.fault({
    match: `PATCH /v1/users/${user.id}/metadata`,
    status: 429,
    times: 1,
    headers,
  });
  await finish(page);
  await expect(page.getByText(/Too many requests\. Trying again in \d s/)).toBeVisible();
  await expect(page).toHaveURL("/dashboard", { timeout: 15_000 });
});

test("without JavaScript the whole walk works, and the claim is in force", async ({
  browser,
  local,
}) => {
  const user = await local.createUser();
  const context = await browser.newContext({ javaScriptEnabled: false });
  await local.signIn(context, user.id);
  const page = await context.newPage();
  await page.goto("/settings");
  await next(page);
  await expect(page).toHaveURL("/onboarding/profile?from=%2Fsettings");
  await page.getByLabel("Display name").fill("Plain Person");
  await next(page);
  await expect(page.getByText("Choose a company size").first()).toBeVisible();
  await expect(page.getByLabel("Display name")).toHaveValue("Plain Person");
  await page.getByLabel("Company size").selectOption("just-me");
  await next(page);
  await page.getByLabel("Never").check();
  await next(page);
  await expect(answer(page, "Plain Person, Just me")).toBeVisible();
  await finish(page);
  await expect(page).toHaveURL("/settings");
  await context.close();
});

test("a new user is led through onboarding to the page they first wanted", async ({
  page,
  local,
}) => {
  await newcomer(page, local, "/settings?page=1");
  const from = "?from=%2Fsettings%3Fpage%3D1";
  await expect(page).toHaveURL(`/onboarding/welcome${from}`);
  await continueTo(page, "profile");
  await answerProfile(page, "Person Six", "just-me");
  await expect(page).toHaveURL(`/onboarding/preferences${from}`);
  await page.getByRole("link", { name: "Back" }).click();
  await expect(page).toHaveURL(`/onboarding/profile${from}`);
  await page.getByRole("link", { name: /Welcome.*done/ }).click();
  await expect(page).toHaveURL(`/onboarding/welcome${from}`);
  await page.goto(`/onboarding${from}`);
  await page.getByLabel("Never").check();
  await next(page);
  await page.getByRole("link", { name: "Change Profile" }).click();
  await expect(page).toHaveURL(`/onboarding/profile${from}`);
  await next(page);
  await finish(page);
  await expect(page).toHaveURL("/settings?page=1");
});

test("a user who was sent to a page by its address continues there", async ({ page, local }) => {
  const { path } = gatedBy({ plan: "pro" });
  await newcomer(page, local, path);
  await finishOnboarding(page);
  // The free plan does not open it: the page that says so is the answer.
  await expect(page).toHaveURL(`/unauthorized?from=${encodeURIComponent(path)}`);
});

test("when Firestore fails at each step, the user is told, the text is kept, and the retry works", async ({
  page,
  local,
}) => {
  const user = await newcomer(page, local);
  // PERMISSION_DENIED is not retried below the page, so that the test need not wait.
  const failNextSave = () =>
    local.fault({ match: `Commit *onboarding/${user.id}`, code: 7, times: 1 });
  const failed = page.getByRole("alert").filter({ hasText: /\S/ }).first();
  await failNextSave();
  await next(page);
  await expect(failed).toBeVisible();
  await continueTo(page, "profile");

  await failNextSave();
  await answerProfile(page, "Kept Name", "just-me");
  await expect(failed).toBeVisible();
  await expect(page.getByLabel("Display name")).toHaveValue("Kept Name");
  await expect(page.getByLabel("Company size")).toHaveValue("just-me");
  await next(page);
  await expect(page).toHaveURL("/onboarding/preferences");

  await page.getByLabel("Never").check();
  await failNextSave();
  await next(page);
  await expect(failed).toBeVisible();
  await expect(page.getByLabel("Never")).toBeChecked();
  await next(page);
  await expect(page).toHaveURL("/onboarding/finish");

  await failNextSave();
  await finish(page);
  await expect(failed).toBeVisible();
  expect((await local.claimsOf(user.id)).onboardingComplete).toBeUndefined();
  await finish(page);
  await expect(page).toHaveURL("/dashboard");
});

test("when Clerk does not take the name at the end, the user is told, and the retry works", async ({
  page,
  local,
}) => {
  const user = await newcomer(page, local);
  await next(page);
  await answerProfile(page, "Kept Name", "just-me");
  await page.getByLabel("Never").check();
  await next(page);
  await local.fault({ match: `PATCH /v1/users/${user.id}`, status: 403, times: 1 });
  await finish(page);
  await expect(page.getByRole("alert").filter({ hasText: /\S/ }).first()).toBeVisible();
  await finish(page);
  await expect(page).toHaveURL("/dashboard");
  expect((await local.clerk.users.getUser(user.id)).firstName).toBe("Kept Name");
});

test("offline, the form says so and keeps the text", async ({ page, context, local }) => {
  await newcomer(page, local);
  await continueTo(page, "profile");
  await goOffline(page);
  await answerProfile(page, "Kept Name", "just-me");
  await expect(page.getByRole("alert").filter({ hasText: "offline" })).toBeVisible();
  await expect(page.getByLabel("Display name")).toHaveValue("Kept Name");
  await context.setOffline(false);
  await next(page);
  await expect(page).toHaveURL("/onboarding/preferences");
});

test("a page that cannot read the answers says so and tries again", async ({ page, local }) => {
  const user = await local.createUser();
  await local.signIn(page.context(), user.id);
  await local.fault({ match: `BatchGetDocuments *onboarding/${user.id}`, hang: true, times: 1 });
  await page.goto("/onboarding/welcome");
  await expect(page.getByText("The service took too long to answer.")).toBeVisible();
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("button", { name: "Continue" })).toBeVisible();
});

test("a form that was tampered with is refused, and nothing is written", async ({
  page,
  local,
}) => {
  const victim = await local.createUser();
  const user = await newcomer(page, local);
  await continueTo(page, "profile");
  const writes = async () =>
    (await local.requests()).filter(
      ({ method, path }) =>
        ["Commit", "PATCH"].includes(method) &&
        (path.includes(user.id) || path.includes(victim.id)),
    ).length;
  const before = await writes();
  const refused = page.getByText("Please fix the errors below.");

  const smuggled: Record<string, string> = {
    userId: victim.id,
    role: "admin",
    plan: "enterprise",
    onboardingComplete: "true",
    "answers.role": "admin",
    "displayName[9]": "x",
    "displayName[4000000000]": "x",
  };
  for (const [name, value] of Object.entries(smuggled)) {
    await page.goto("/onboarding/profile");
    await page.locator("form").evaluate(
      (form, [fieldName, fieldValue]) => {
        const input = document.createElement("input");
        Object.assign(input, { type: "hidden", name: fieldName, value: fieldValue });
        form.append(input);
      },
      [name, value] as const,
    );
    await answerProfile(page);
    await expect(refused, name).toBeVisible();
  }

  await page.goto("/onboarding/profile");
  await page.locator("input[name=step]").evaluate((input) => input.setAttribute("value", "admin"));
  await answerProfile(page);
  await expect(page.getByText("There is no such step.")).toBeVisible();

  await page.goto("/onboarding/profile");
  await page.getByLabel("Display name").evaluate((input) => input.removeAttribute("maxlength"));
  await answerProfile(page, "x".repeat(90_000));
  await expect(page.getByText("Use at most 60 characters").first()).toBeVisible();

  expect(await writes()).toBe(before);
  expect(await local.claimsOf(user.id)).toEqual({});
  expect(await local.claimsOf(victim.id)).toEqual({});
});

test("a body of a megabyte is refused before the action sees it", async ({
  page,
  context,
  local,
}) => {
  await newcomer(page, local);
  await continueTo(page, "profile");
  const action = page.waitForRequest((request) => request.method() === "POST");
  await next(page);
  const sent = await action;
  await settled(page);
  const response = await context.request.post("/onboarding/profile", {
    headers: { ...sent.headers(), "content-length": "" },
    data: (sent.postData() ?? "").replace("profile", `profile${"x".repeat(1_048_576)}`),
  });
  expect(response.status()).toBeGreaterThanOrEqual(400);
  await page.goto("/onboarding/profile");
  await expect(page.getByLabel("Display name")).toHaveValue("");
});
