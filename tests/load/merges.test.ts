import { afterAll, beforeAll, expect, test } from "vitest";
import { PLANS, ROLES } from "~/lib/auth/claims";
import { updatePrivateMetadata, updateUserMetadata } from "~/lib/auth/user-metadata";
import { startBackends, testUser } from "~/tests/support/backends";
import { TOP_PLAN, TOP_ROLE } from "~/tests/tools/highest";

const before = { role: ROLES[0], plan: PLANS[0], onboardingComplete: false };
const ids = Array.from({ length: 100 }, (_, index) => `user_merge_${index}`);

/**
 * All of ten users. A try has 2.5 s and a merge 6 s: of 1,000 at once most would be told that the
 * service is too slow, with Clerk in this process as well.
 */
const AT_ONCE = 100;

/** Each claim and each private field is written by one merge, and the team by three. */
function mergesOf(id: string) {
  const teams = ["one", "two", "three"].map((team) => ({ teamId: `${id}-${team}` }));
  const own = [{ role: TOP_ROLE }, { plan: TOP_PLAN }, { onboardingComplete: true }];
  const fields = [
    { internalNotes: `note on ${id}` },
    { apiQuotaOverride: 7 },
    { billingId: `bill_${id}` },
    { lastChangeId: `00000000-0000-4000-8000-${id.replace(/\D/g, "").padStart(12, "0")}` },
  ];
  return [
    ...[...own, ...teams].map((patch) => ({
      patch,
      merge: async () => {
        const [error, user] = await updateUserMetadata(id, patch);
        return { error, answered: user?.publicMetadata };
      },
    })),
    ...fields.map((patch) => ({
      patch,
      merge: async () => {
        const [error, user] = await updatePrivateMetadata(id, patch);
        return { error, answered: user?.privateMetadata };
      },
    })),
  ];
}

let backends: Awaited<ReturnType<typeof startBackends>>;
beforeAll(async () => {
  backends = await startBackends({
    users: ids.map((id) => ({ ...testUser(id), publicMetadata: before })),
  });
  await updateUserMetadata(ids[0] ?? "", before); // the first call loads the SDK
});
afterAll(() => backends.close());

test(`1,000 merges, ten for each of 100 users, ${AT_ONCE} at a time, lose none`, async () => {
  const merges = ids.flatMap(mergesOf);
  expect(merges).toHaveLength(1_000);
  let told = 0;
  const outcomes: (Awaited<ReturnType<(typeof merges)[number]["merge"]>> & { patch: object })[] =
    [];
  const next = merges.values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const { patch, merge } of next) {
        let outcome = await merge();
        // Told that it failed, a caller makes it again.
        for (; outcome.error?.isRetryable; outcome = await merge()) told += 1;
        outcomes.push({ patch, ...outcome });
      }
    }),
  );
  console.log(`${AT_ONCE} merges at once, of which ${told} were told as failed and made again.`);
  expect(outcomes.flatMap(({ error }) => error?.code ?? [])).toEqual([]);
  for (const { patch, answered } of outcomes) expect(answered).toMatchObject(patch);

  const { data } = await backends.client.users.getUserList({ userId: ids, limit: 100 });
  expect(data).toHaveLength(ids.length);
  for (const { id, publicMetadata, privateMetadata } of data) {
    const patches = mergesOf(id).map(({ patch }) => patch);
    // Of the three teams the last one to arrive stands.
    const { teamId, ...rest } = { ...publicMetadata, ...privateMetadata };
    expect(patches).toContainEqual({ teamId });
    const wanted = Object.assign({}, ...patches.filter((patch) => !("teamId" in patch)));
    expect(rest, id).toEqual(wanted);
  }
});
