import { afterAll, beforeAll, test, vi } from "vitest";
import { judgeName } from "~/app/(app)/moderation/actions";
import { nameReviews } from "~/lib/moderation/names";
import { readUser } from "~/lib/users";
import { startBackends, testUser } from "~/tests/support/backends";
import { expectAnswerInTime } from "../../deadline.ts";
import { sessionOf } from "../../visitor.ts";

vi.mock("next/headers", () => import("../../request.ts"));
vi.mock("next/cache", () => ({ revalidatePath: vi.fn() }));
vi.mock("~/lib/auth/session", () => import("../../visitor.ts"));

const MODERATOR = "user_judge";
const NAMED = "user_judged";

let backends: Awaited<ReturnType<typeof startBackends>>;
beforeAll(async () => {
  const named = { ...testUser(NAMED), firstName: "Named" };
  backends = await startBackends({ users: [testUser(MODERATOR, { role: "moderator" }), named] });
  await backends.signIn(MODERATOR);
  // The first calls load the SDKs.
  await nameReviews.read(NAMED);
  await readUser(NAMED);
});
afterAll(() => backends.close());

test("judging a name is answered in time, though the check and the user come slowly and Clerk hangs", async () => {
  const { data } = await backends.client.sessions.getSessionList({ userId: MODERATOR });
  const session = sessionOf(MODERATOR, { role: "moderator" }, data[0]?.id);
  backends.faults.add({ match: "GET /v1/sessions/*", delayMs: 1_000 });
  backends.faults.add({ match: `GET /v1/users/${NAMED}`, delayMs: 1_500 });
  backends.faults.add({ match: `PATCH /v1/users/${NAMED}`, hang: true });
  const fields = { userId: NAMED, name: "Named", verdict: "removed" };
  await expectAnswerInTime(judgeName, session, fields);
});
