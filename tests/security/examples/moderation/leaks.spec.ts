import { expectNoOthersAddress } from "../../addresses.ts";
import { DOCUMENT, expect, test } from "../../support.ts";

const ROUTER = { accept: "*/*", rsc: "1" };

for (const [what, path, as] of [
  ["the page", "/moderation", DOCUMENT],
  ["the page for the client router", "/moderation?_rsc", ROUTER],
  ["the API", "/api/moderation", {}],
] as const) {
  test(`${what} shows a moderator the victim's name, and nobody's address`, async ({ target }) => {
    const moderator = await target.visitor("moderator");
    const headers = { ...as, cookie: moderator.cookie };
    const { status, body } = await target.send(path, { headers });
    expect(status).toBe(200);
    expect(body).toContain(target.victim.name);
    expectNoOthersAddress(target, moderator, { at: path, body });
  });
}
