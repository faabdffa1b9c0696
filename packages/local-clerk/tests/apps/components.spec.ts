import { createClerkClient } from "@clerk/backend";
import { expect, type Page, test } from "@playwright/test";

const PASSWORD = "correct horse battery";
const { CLERK_SECRET_KEY: secretKey = "", CLERK_API_URL: apiUrl = "" } = process.env;
const { users } = createClerkClient({ secretKey, apiUrl });

const newUser = () =>
  users.createUser({
    emailAddress: [`person-${crypto.randomUUID()}@example.com`],
    password: PASSWORD,
  });

async function signIn(page: Page, email: string, next: string) {
  await page.goto(`/__clerk/sign-in?redirect_url=${encodeURIComponent(next)}`);
  await page.getByLabel(/^Email address/).fill(email);
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`${next}([?#].*)?$`));
}

const put = (path: string, body: unknown) =>
  fetch(`${apiUrl}/_local/${path}`, { method: "PUT", body: JSON.stringify(body) });

// The other apps' forms stay as they are.
test.beforeAll(async () => {
  await put("features", ["phone", "username"]);
  await put("organizations", { enabled: true });
});
test.afterAll(async () => {
  await put("features", ["phone"]);
  await put("organizations", { enabled: false });
});

test.beforeEach(async () => {
  await fetch(`${apiUrl}/_local/requests`, { method: "DELETE" });
});

/** What Clerk's components asked for in vain. */
test.afterEach(async () => {
  const requests: { method: string; path: string; status: number }[] = await (
    await fetch(`${apiUrl}/_local/requests`)
  ).json();
  expect(requests.length).toBeGreaterThan(0);
  expect(requests.filter(({ status }) => status >= 500)).toEqual([]);
});

test("a username and a phone number are added in the profile", async ({ page }) => {
  const user = await newUser();
  await signIn(page, user.primaryEmailAddress?.emailAddress ?? "", "/profile");
  const username = `person_${Date.now()}`;
  await page.getByRole("button", { name: "Set username" }).click();
  await page.getByLabel("Username", { exact: true }).fill(username);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText(username, { exact: true })).toBeVisible();

  await page.getByRole("button", { name: "Add phone number" }).click();
  await page.getByLabel("Phone number", { exact: true }).fill("2015550123");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByLabel(/verification code/i).fill("424242");
  await expect(page.getByText("+1 (201) 555-0123")).toBeVisible();
  await expect
    .poll(async () => {
      const { username: name, phoneNumbers } = await users.getUser(user.id);
      return [name, phoneNumbers.map(({ phoneNumber }) => phoneNumber)];
    })
    .toEqual([username, ["+12015550123"]]);
});

test("an organization is made, renamed, and joined by who was invited", async ({
  page,
  browser,
}) => {
  const [owner, guest] = [await newUser(), await newUser()];
  const emailOf = (user: typeof owner) => user.primaryEmailAddress?.emailAddress ?? "";
  await signIn(page, emailOf(owner), "/organization");
  await expect(page.getByText("Role: none")).toBeVisible();

  await page.getByRole("button", { name: /open organization switcher/i }).click();
  await page.getByText("Create organization", { exact: true }).click();
  await page.getByLabel("Name", { exact: true }).fill("Acme");
  await page.getByRole("dialog").getByRole("button", { name: "Create organization" }).click();
  await page.getByRole("button", { name: "Skip" }).click();
  await expect(page.getByText("Role: org:admin")).toBeVisible();

  await page.getByRole("button", { name: /open organization switcher/i }).click();
  await page.getByText("Manage", { exact: true }).click();
  await page.getByRole("button", { name: "Update profile" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Acme Ltd");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("dialog").getByText("Acme Ltd")).toBeVisible();
  await page.getByRole("button", { name: "Members" }).click();
  await page.getByRole("button", { name: "Invite" }).click();
  await page.getByTestId("tag-input").fill(emailOf(guest));
  await page.getByRole("button", { name: "Send invitations" }).click();
  await expect(page.getByText(/invitations successfully sent/i)).toBeVisible();

  const guests = await (await browser.newContext()).newPage();
  await signIn(guests, emailOf(guest), "/organization");
  await guests.getByRole("button", { name: /open organization switcher/i }).click();
  await guests.getByRole("button", { name: "Join" }).click();
  await guests.getByText("Acme Ltd", { exact: true }).click();
  await expect(guests.getByText("Role: org:member")).toBeVisible();
});
