import { callAction } from "../../call-action.ts";
import { demoted, expectFreshRefusal } from "../../stale.ts";
import { DOCUMENT, expect, test } from "../../support.ts";

/* Admins whose role was taken from them a second ago. Their tokens still have it. */

/** Valid forms of the actions that ask Clerk. */
const FORMS: Record<string, Record<string, string>> = {
  changeAccess: { role: "admin", plan: "pro", seenRole: "user", seenPlan: "free" },
  savePrivateMetadata: { internalNotes: "mine" },
};

for (const [name, fields] of Object.entries(FORMS)) {
  test(`${name} believes Clerk and not an old token`, async ({ target }) => {
    await expectFreshRefusal(target, name, await demoted(target, "admin"), fields);
  });
}

for (const as of [DOCUMENT, { accept: "*/*", rsc: "1" }]) {
  test(`the page of a user believes Clerk and not an old token, ${Object.keys(as).at(-1)}`, async ({
    target,
  }) => {
    const headers = { ...as, cookie: await demoted(target, "admin") };
    // Fails when the answer holds the private note.
    const { body } = await target.send(`/admin/${target.victim.id}`, { headers });
    expect(body).not.toContain("Save private fields");
  });
}

test("what a leaver's token still opens ends with their session's user", async ({ target }) => {
  const { id } = await target.local.createUser({ onboardingComplete: true, role: "admin" }, "gone");
  const cookie = await target.signIn(id);
  await target.local.clerk.users.deleteUser(id);
  const fields = { userId: target.victim.id, internalNotes: "mine" };
  const { body } = await callAction(target, "savePrivateMetadata", cookie, fields);
  expect(body).toContain('"code":"signed-out"');
});
