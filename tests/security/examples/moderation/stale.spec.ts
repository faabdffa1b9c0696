import { demoted, expectFreshRefusal } from "../../stale.ts";
import { test } from "../../support.ts";

test("judgeName believes Clerk and not an old token", async ({ target }) => {
  const cookie = await demoted(target, "moderator");
  await expectFreshRefusal(target, "judgeName", cookie, {
    name: target.victim.name,
    verdict: "removed",
  });
});
