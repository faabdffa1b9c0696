import type { Page } from "@playwright/test";
import { answerEverything, finishOnboarding } from "./support/onboard.ts";
import { expect, test } from "./support/test.ts";

const next = (page: Page) => page.getByRole("button", { name: "Continue" }).click();

async function answerProfile(page: Page, name = "Person One", size = "2-10") {
  await page.getByLabel("Display name").fill(name);
  await page.getByLabel("Company size").selectOption(size);
  await next(page);
}

test("the whole walk: create a team, finish, and the claims are in force", async ({
  page,
  context,
  local,
}) => {
  const user = await local.createUser();
  const slug = `team-${user.id.toLowerCase().replaceAll("_", "-")}`.slice(0, 40);
  await local.signIn(context, user.id);
  await page.goto("/onboarding");
  await expect(page).toHaveURL("/onboarding/welcome");
  await next(page);
  await answerProfile(page);
  await page.getByLabel("Create a team").check();
  await page.getByLabel("Team name").fill("First Team");
  await page.getByLabel("Address").fill(slug);
  await next(page);
  await page.getByLabel("Every day").check();
  await next(page);
  await expect(page.getByRole("heading", { name: "All set" })).toBeVisible();
  await page.getByRole("button", { name: "Finish" }).click();

  await expect(page).toHaveURL("/dashboard");
  await expect(page.getByText(slug)).toBeVisible();
  expect(await local.claimsOf(user.id)).toEqual({
    onboardingComplete: true,
    teamId: slug,
    plan: "free",
  });

  await page.getByRole("link", { name: "Team" }).click();
  await expect(page.getByRole("heading", { name: "First Team" })).toBeVisible();
  await expect(page.getByRole("row", { name: /Person One \(you\) Owner/ })).toBeVisible();
  await page.goto("/onboarding");
  await expect(page).toHaveURL("/dashboard");
});

test("a second user joins by the code; a wrong code is refused beside its field", async ({
  browser,
  local,
}) => {
  const codes: string[] = [];
  const slug = `shared-${Date.now().toString(36)}`;
  for (const label of ["owner", "joiner"]) {
    const user = await local.createUser({}, label);
    const context = await browser.newContext();
    await local.signIn(context, user.id);
    const page = await context.newPage();
    await page.goto("/onboarding/welcome");
    await next(page);
    await answerProfile(page, label);
    if (label === "owner") {
      await page.getByLabel("Create a team").check();
      await page.getByLabel("Team name").fill("Shared");
      await page.getByLabel("Address").fill(slug);
    } else {
      await page.getByLabel("Join a team").check();
      await page.getByLabel("Code", { exact: true }).fill("22222222");
      await next(page);
      await expect(page.getByText("Code opens no team, ask for it again.")).toBeVisible();
      await expect(page.getByLabel("Code", { exact: true })).toHaveValue("22222222");
      await expect(page.getByLabel("Code", { exact: true })).toBeFocused();
      await page.getByLabel("Code", { exact: true }).fill((codes[0] ?? "").toLowerCase());
    }
    await next(page);
    await page.getByLabel("Never").check();
    await next(page);
    await page.getByRole("button", { name: "Finish" }).click();
    await expect(page).toHaveURL("/dashboard");
    await page.goto("/team");
    codes.push((await page.locator("code").innerText()).trim());
    await expect(page.getByRole("row", { name: new RegExp(`${label} \\(you\\)`) })).toBeVisible();
    await context.close();
  }
  expect(codes[1]).toBe(codes[0]);
});

test("leaving and coming back on another device goes on where one left, answers filled in", async ({
  page,
  context,
  browser,
  local,
}) => {
  const user = await local.createUser();
  await local.signIn(context, user.id);
  await page.goto("/onboarding/welcome");
  await next(page);
  await answerProfile(page, "Person Two");
  await expect(page).toHaveURL("/onboarding/team");

  const other = await browser.newContext();
  await local.signIn(other, user.id);
  const second = await other.newPage();
  await second.goto("/dashboard");
  await second.getByRole("link", { name: "Continue onboarding" }).click();
  await expect(second).toHaveURL("/onboarding/team?from=%2Fdashboard");
  await second.getByRole("link", { name: "Back" }).click();
  await expect(second.getByLabel("Display name")).toHaveValue("Person Two");
  await expect(second.getByLabel("Company size")).toHaveValue("2-10");
  // Working alone after all: the team is not asked, neither forward nor back.
  await second.getByLabel("Company size").selectOption("just-me");
  await next(second);
  await expect(second).toHaveURL(/\/onboarding\/preferences/);
  await second.getByRole("link", { name: "Back" }).click();
  await expect(second).toHaveURL(/\/onboarding\/profile/);
  await other.close();
});

test("a deep link to a later step goes to the first one without an answer", async ({
  page,
  context,
  local,
}) => {
  const user = await local.createUser();
  await local.signIn(context, user.id);
  for (const path of ["/onboarding/finish", "/onboarding/preferences", "/onboarding/team"]) {
    await page.goto(path);
    await expect(page).toHaveURL("/onboarding/welcome");
  }
});

test("errors stand beside their fields and in a summary, with the focus on the first", async ({
  page,
  context,
  local,
}) => {
  const user = await local.createUser();
  await local.signIn(context, user.id);
  await page.goto("/onboarding/welcome");
  await next(page);
  await expect(page).toHaveURL("/onboarding/profile");
  await next(page);
  await expect(page.getByLabel("Display name")).toBeFocused();
  await expect(page.getByText("Display name is missing.")).toBeVisible();
  await expect(page.getByText("Company size must be chosen.")).toBeVisible();
  const summary = page.getByRole("alert").filter({ hasText: "Please correct" });
  await summary.getByRole("link", { name: "Company size must be chosen" }).click();
  await expect(page.getByLabel("Company size")).toBeFocused();

  await page.getByLabel("Display name").fill("Person Three");
  await next(page);
  await expect(page.getByLabel("Company size")).toBeFocused();
  await expect(page.getByLabel("Display name")).toHaveValue("Person Three");
});

test("the back button of the browser shows the step before with its answer", async ({
  page,
  context,
  local,
}) => {
  const user = await local.createUser();
  await local.signIn(context, user.id);
  await page.goto("/onboarding/welcome");
  await next(page);
  await answerProfile(page, "Person Four");
  await expect(page).toHaveURL("/onboarding/team");
  await page.goBack();
  await expect(page).toHaveURL("/onboarding/profile");
  await page.reload();
  await expect(page.getByLabel("Display name")).toHaveValue("Person Four");
});

test("it works by keyboard alone", async ({ page, context, local }) => {
  const user = await local.createUser();
  await local.signIn(context, user.id);
  await page.goto("/onboarding/welcome");
  await page.getByRole("button", { name: "Continue" }).focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/onboarding/profile");
  await page.getByLabel("Display name").focus();
  await page.keyboard.type("Person Five");
  await page.keyboard.press("Tab");
  await page.keyboard.type("Just");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/onboarding/preferences");
});

test("a double click on Finish finishes once and lands on the dashboard", async ({
  page,
  context,
  local,
}) => {
  const user = await local.createUser();
  await local.signIn(context, user.id);
  await page.goto("/onboarding");
  await answerEverything(page);
  await page.getByRole("button", { name: "Finish" }).dblclick();
  await expect(page).toHaveURL("/dashboard");
  const writes = (await local.requests()).filter(
    ({ method, path }) => method === "PATCH" && path.includes(user.id),
  );
  expect(writes).toHaveLength(1);
});

test("two tabs on different steps do not undo each other", async ({ page, context, local }) => {
  const user = await local.createUser();
  await local.signIn(context, user.id);
  await page.goto("/onboarding/welcome");
  await next(page);
  await answerProfile(page, "Tab One", "just-me");
  await expect(page).toHaveURL("/onboarding/preferences");
  const second = await context.newPage();
  await second.goto("/onboarding/profile");
  await page.getByLabel("Never").check();
  await next(page);
  await expect(page).toHaveURL("/onboarding/finish");
  await answerProfile(second, "Tab Two", "just-me");
  await expect(second).toHaveURL("/onboarding/preferences");
  await expect(second.getByLabel("Never")).toBeChecked();
  await page.getByRole("button", { name: "Finish" }).click();
  await expect(page).toHaveURL("/dashboard");
  await next(second);
  await expect(second).toHaveURL("/dashboard");
});

test("finishing never lowers a plan that was given, and keeps the role", async ({
  page,
  context,
  local,
}) => {
  const user = await local.createUser();
  await local.signIn(context, user.id);
  await page.goto("/onboarding");
  await answerEverything(page);
  await local.clerk.users.updateUserMetadata(user.id, {
    publicMetadata: { plan: "enterprise", role: "moderator" },
  });
  await page.getByRole("button", { name: "Finish" }).click();
  await expect(page).toHaveURL("/dashboard");
  expect(await local.claimsOf(user.id)).toEqual({
    plan: "enterprise",
    role: "moderator",
    onboardingComplete: true,
  });
});

for (const fault of [
  { name: "rate limits", status: 429, headers: { "retry-after": "30" } },
  { name: "fails", status: 500 },
  { name: "hangs", hang: true },
] as const) {
  test(`when Clerk ${fault.name} at Finish, the user is told, and the retry completes`, async ({
    page,
    context,
    local,
  }) => {
    const { name: _name, ...how } = fault;
    const user = await local.createUser();
    await local.signIn(context, user.id);
    await page.goto("/onboarding");
    await answerEverything(page);
    // As many as one attempt with its retries meets.
    const times = fault.name === "rate limits" ? 1 : fault.name === "hangs" ? 3 : 4;
    await local.fault({ match: `PATCH /v1/users/${user.id}/metadata`, times, ...how });
    await page.getByRole("button", { name: "Finish" }).click();
    await expect(page.getByText("Your answers are saved, but we could not finish.")).toBeVisible();
    expect((await local.claimsOf(user.id)).onboardingComplete).toBeUndefined();

    await page.getByRole("button", { name: "Try again" }).click();
    await expect(page).toHaveURL("/dashboard");
  });
}

test("a document that says complete heals claims that do not, on the next visit", async ({
  page,
  context,
  local,
}) => {
  const user = await local.createUser();
  await local.signIn(context, user.id);
  await page.goto("/onboarding");
  await answerEverything(page);
  await local.fault({ match: `PATCH /v1/users/${user.id}/metadata`, status: 500, times: 4 });
  await page.getByRole("button", { name: "Finish" }).click();
  await expect(page.getByText("we could not finish")).toBeVisible();
  await page.goto("/onboarding/welcome");
  await expect(page).toHaveURL("/dashboard");
  expect((await local.claimsOf(user.id)).onboardingComplete).toBe(true);
});

test("without script the forms still save and lead on", async ({ browser, local }) => {
  const user = await local.createUser();
  const context = await browser.newContext({ javaScriptEnabled: false });
  await local.signIn(context, user.id);
  const page = await context.newPage();
  await page.goto("/onboarding/welcome");
  await next(page);
  await expect(page).toHaveURL("/onboarding/profile");
  await page.getByLabel("Display name").fill("Plain Person");
  await next(page);
  await expect(page.getByText("Company size must be chosen.")).toBeVisible();
  await expect(page.getByLabel("Display name")).toHaveValue("Plain Person");
  await page.getByLabel("Company size").selectOption("just-me");
  await next(page);
  await expect(page).toHaveURL("/onboarding/preferences");
  await context.close();
});

test("after onboarding a new user goes where they first wanted", async ({
  page,
  context,
  local,
}) => {
  const user = await local.createUser();
  await local.signIn(context, user.id);
  await page.goto("/team");
  await page.getByRole("link", { name: "Continue onboarding" }).click();
  await finishOnboarding(page);
  await expect(page).toHaveURL("/team");
});

test("Firestore down at each step: a clear message, the text kept, and the retry works", async ({
  page,
  context,
  local,
}) => {
  const user = await local.createUser();
  await local.signIn(context, user.id);
  // PERMISSION_DENIED is not tried again below the page, so that the test need not wait.
  const failNextSave = () =>
    local.fault({ match: `Commit *onboarding/${user.id}`, code: 7, times: 1 });
  const failed = page.getByRole("alert").filter({ hasText: "not allowed" });
  await page.goto("/onboarding/welcome");
  await failNextSave();
  await next(page);
  await expect(failed).toBeVisible();
  await next(page);
  await expect(page).toHaveURL("/onboarding/profile");

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
  await page.getByRole("button", { name: "Finish" }).click();
  await expect(page.getByText("Your answers are saved, but we could not finish.")).toBeVisible();
  expect((await local.claimsOf(user.id)).onboardingComplete).toBeUndefined();
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page).toHaveURL("/dashboard");
});

test("a page that cannot read the answers says so and offers to try again", async ({
  page,
  context,
  local,
}) => {
  const user = await local.createUser();
  await local.signIn(context, user.id);
  await local.fault({ match: `BatchGetDocuments *onboarding/${user.id}`, hang: true, times: 1 });
  await page.goto("/onboarding/welcome");
  await expect(page.getByRole("alert").getByText("Your earlier answers are safe.")).toBeVisible();
  await page.getByRole("link", { name: "Try again" }).click();
  await expect(page.getByRole("button", { name: "Continue" })).toBeVisible();
});

test("a form that was tampered with is refused, and nothing is written", async ({
  page,
  context,
  local,
}) => {
  const user = await local.createUser();
  const victim = await local.createUser();
  await local.signIn(context, user.id);
  await page.goto("/onboarding/welcome");
  await next(page);
  await expect(page).toHaveURL("/onboarding/profile");
  const commits = async () =>
    (await local.requests()).filter(
      ({ method, path }) =>
        method === "Commit" && (path.includes(user.id) || path.includes(victim.id)),
    ).length;
  const before = await commits();

  const smuggled: Record<string, string> = {
    userId: victim.id,
    role: "admin",
    plan: "enterprise",
    onboardingComplete: "true",
    teamId: "acme",
    "answers.role": "admin",
  };
  for (const [name, value] of [...Object.entries(smuggled), ["__proto__", "admin"] as const]) {
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
    await expect(page.getByText("Please correct what is marked below."), name).toBeVisible();
  }

  await page.goto("/onboarding/profile");
  await page.locator("input[name=step]").evaluate((input) => input.setAttribute("value", "admin"));
  await answerProfile(page);
  await expect(page.getByText("There is no such step.")).toBeVisible();

  await page.goto("/onboarding/profile");
  await page.getByLabel("Display name").evaluate((input) => input.removeAttribute("maxlength"));
  await answerProfile(page, "x".repeat(90_000));
  await expect(page.getByText("must be at most 60 characters").first()).toBeVisible();

  expect(await commits()).toBe(before);
  expect(await local.claimsOf(user.id)).toEqual({});
  expect(await local.claimsOf(victim.id)).toEqual({});
});

test("a body of a megabyte is refused before the action sees it", async ({
  page,
  context,
  local,
}) => {
  const user = await local.createUser();
  await local.signIn(context, user.id);
  await page.goto("/onboarding/welcome");
  await next(page);
  await expect(page).toHaveURL("/onboarding/profile");
  const action = page.waitForRequest((request) => request.method() === "POST");
  await next(page);
  const sent = await action;
  const response = await context.request.post("/onboarding/profile", {
    headers: { ...sent.headers(), "content-length": "" },
    data: (sent.postData() ?? "").replace("profile", `profile${"x".repeat(1_048_576)}`),
  });
  expect(response.status()).toBeGreaterThanOrEqual(400);
  await page.goto("/onboarding/profile");
  await expect(page.getByLabel("Display name")).toHaveValue("");
});
