import { expect, test } from "./support/test.ts";

/** While a page renders, Next answers equal GETs from memory, the failed one too. */
test("a page that reads from Clerk survives one failure", async ({ page, context, local }) => {
  const admin = await local.createUser({ onboardingComplete: true, role: "admin" }, "admin");
  const user = await local.createUser({ onboardingComplete: true });
  const path = `/v1/users/${user.id}`;
  await local.fault({ match: `GET ${path}`, status: 503, times: 1 });
  await local.signIn(context, admin.id);

  // The first page that a server renders is not affected.
  await page.goto("/dashboard");
  await page.goto(`/admin/${user.id}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(user.email);
  const reads = (await local.requests()).filter((request) => request.path === path);
  expect(reads.map(({ status }) => status)).toEqual([503, 200]);
});
