import { expectNoOthersAddress } from "../../addresses.ts";
import { callAction } from "../../call-action.ts";
import { DOCUMENT, expect, type Target, test } from "../../support.ts";

const NAME = "Mate of the tests";

/** A visitor and somebody with a name, in one team. */
async function team(target: Target) {
  const visitor = await target.visitor("user", "a team's owner");
  await callAction(target, "createOwnTeam", visitor.cookie, { name: "Team of two" });
  const { body } = await target.send("/team", { headers: { ...DOCUMENT, cookie: visitor.cookie } });
  const code = /<code[^>]*>(\w{8})<\/code>/.exec(body)?.[1] ?? "";
  const { id } = await target.local.createUser({ onboardingComplete: true }, "mate");
  await target.local.clerk.users.updateUser(id, { firstName: NAME });
  await callAction(target, "joinByCode", await target.signIn(id), { code });
  return visitor;
}

test("a team's page shows a member the others' names, and nobody's address", async ({ target }) => {
  const visitor = await team(target);
  for (const [path, as] of [
    ["/team", DOCUMENT],
    ["/team?_rsc", { accept: "*/*", rsc: "1" }],
  ] as const) {
    const { status, body } = await target.send(path, {
      headers: { ...as, cookie: visitor.cookie },
    });
    expect(status, path).toBe(200);
    expect(body, path).toContain(NAME);
    expectNoOthersAddress(target, visitor, { at: path, body });
  }
});
