import { builtActions } from "../e2e/support/built-app.ts";
import { DOCUMENT, expect, form, type Target, test } from "./support.ts";

/* Admins and moderators whose role was taken from them a second ago. Their tokens still have it. */

async function demoted(target: Target, role: "admin" | "moderator"): Promise<string> {
  const { id } = await target.local.createUser({ onboardingComplete: true, role }, "demoted");
  const cookie = await target.signIn(id);
  await target.local.setClaims(id, { role: "user" });
  return cookie;
}

/** Valid forms of the actions that ask Clerk. */
const FORMS: Record<string, (victim: string) => Record<string, string>> = {
  changeAccess: (userId) => ({
    userId,
    role: "admin",
    plan: "pro",
    seenRole: "user",
    seenPlan: "free",
  }),
  savePrivateMetadata: (userId) => ({ userId, internalNotes: "mine" }),
  judgeName: (userId) => ({ userId, name: "", verdict: "removed" }),
};

for (const [name, fields] of Object.entries(FORMS)) {
  test(`${name} believes Clerk and not an old token`, async ({ target }) => {
    const action = builtActions().find((one) => one.name === name);
    if (!action) throw new Error(`no action ${name}`);
    const cookie = await demoted(target, name === "judgeName" ? "moderator" : "admin");
    const { headers, body } = form(fields(target.victim.id));
    const sent = {
      method: "POST",
      body,
      headers: { ...headers, cookie, "next-action": action.id },
    };
    const answer = await target.send(action.access, sent);
    expect(answer.body).toContain('"code":"forbidden"');
    const { publicMetadata, privateMetadata } = await target.local.clerk.users.getUser(
      target.victim.id,
    );
    expect(publicMetadata).toEqual({ onboardingComplete: true });
    expect(privateMetadata).toEqual({ internalNotes: target.victim.note });
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
  const { headers, body } = form({ userId: target.victim.id, internalNotes: "mine" });
  const action = builtActions().find(({ name }) => name === "savePrivateMetadata");
  const sent = {
    method: "POST",
    body,
    headers: { ...headers, cookie, "next-action": action?.id ?? "" },
  };
  expect((await target.send("/admin", sent)).body).toContain('"code":"signed-out"');
});
