import { expect, test } from "../../support/test.ts";

/** While a page renders, Next answers equal GETs from memory, the failed one too. */
test("a page that reads from Clerk survives one failure", async ({ context, local }) => {
  const admin = await local.createUser({ onboardingComplete: true, role: "admin" }, "admin");
  const user = await local.createUser({ onboardingComplete: true });
  await local.signIn(context, admin.id);
  // Not through the page: it would ask again by itself. The first page that a server renders is
  // not affected, so another comes before.
  const open = async (path: string) =>
    (await context.request.get(path, { headers: { accept: "text/html" } })).text();
  await open("/dashboard");

  const path = `/v1/users/${user.id}`;
  await local.fault({ match: `GET ${path}`, status: 503, times: 1 });
  expect((await open(`/admin/${user.id}`)).includes(user.email)).toBe(true);
  const reads = (await local.requests()).filter((request) => request.path === path);
  expect(reads.map(({ status }) => status)).toEqual([503, 200]);
});
