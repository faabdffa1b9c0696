import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { LEAST_PRIVILEGE } from "~/lib/auth/claims";
import type { Session } from "~/lib/auth/session";
import { startBackends } from "~/tests/support/backends";

/** Who calls is set by each test; how a caller is checked, lib/access/check.test.ts shows. */
const caller = vi.hoisted(() => ({ session: {} as Partial<Session>, asked: [] as unknown[] }));
vi.mock("~/lib/access/check", () => ({
  check: async (...asked: unknown[]) => {
    caller.asked = asked;
    return [null, caller.session];
  },
}));
vi.mock("next/cache", () => ({ revalidatePath: vi.fn() }));

let backends: Awaited<ReturnType<typeof startBackends>>;
let actions: typeof import("./actions");
let collections: typeof import("~/lib/teams/collections");
let userId: string;
let counter = 0;

beforeAll(async () => {
  backends = await startBackends({ users: [] });
  actions = await import("./actions");
  collections = await import("~/lib/teams/collections");
});
beforeEach(async () => {
  counter += 1;
  const emailAddress = [`team-${counter}@example.com`];
  userId = (await backends.client.users.createUser({ emailAddress, password: "local-password-1" }))
    .id;
  caller.session = { userId, claims: LEAST_PRIVILEGE };
});
afterAll(() => backends.close());

type Name = "createOwnTeam" | "joinByCode" | "leaveOwnTeam" | "updateTeamClaim";

/** Where an action redirects to, or what it answers. */
async function send(name: Name, fields: Record<string, string> = {}): Promise<unknown> {
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) form.append(field, value);
  try {
    return await actions[name](null, form);
  } catch (error) {
    return String(Object(error).digest).split(";")[2];
  }
}

const membership = async () => (await collections.members.read(userId))[1]?.teamId ?? null;
const claim = async () => {
  const { publicMetadata } = await backends.client.users.getUser(userId);
  return publicMetadata.teamId ?? null;
};

test("who creates a team is its member, in Firestore and in the claim, until they leave it", async () => {
  expect(await send("createOwnTeam", { name: "Team" })).toBe("/team");
  const teamId = await membership();
  expect(teamId).not.toBeNull();
  expect(await claim()).toBe(teamId);

  expect(await send("leaveOwnTeam", { teamId: teamId ?? "" })).toBe("/team");
  expect(await membership()).toBeNull();
  expect(await claim()).toBeNull();
});

test("Clerk is asked whether the user is still there before they get into a team", async () => {
  for (const name of ["createOwnTeam", "joinByCode"] as const) {
    await send(name);
    expect(caller.asked).toEqual(["/team", expect.objectContaining({ fresh: true })]);
  }
});

test("the claim stays as it is while the membership can't be read", async () => {
  await send("createOwnTeam", { name: "Team" });
  const teamId = await membership();
  expect(teamId).not.toBeNull();
  backends.faults.add({ match: "BatchGetDocuments", code: 7 });
  expect(await send("updateTeamClaim")).toMatchObject({ code: "permission-denied" });
  backends.faults.clear();
  expect(await claim()).toBe(teamId);
});

test("the claim follows the membership, not what is asked for", async () => {
  await send("createOwnTeam", { name: "Team" });
  const teamId = await membership();
  expect(await send("leaveOwnTeam", { teamId: crypto.randomUUID() })).toBe("/team");
  expect(await claim()).toBe(teamId);
  await backends.client.users.updateUserMetadata(userId, { publicMetadata: { teamId: "other" } });
  expect(await send("updateTeamClaim")).toBe("/team");
  expect(await claim()).toBe(teamId);
});

test("no form names the user who acts", async () => {
  const answer = await send("createOwnTeam", { name: "Team", userId: "user_other" });
  expect(answer).toMatchObject({ success: false, code: "invalid-input" });
  expect(await membership()).toBeNull();
});

test("codes can't be tried without end", async () => {
  const tries = Array.from({ length: 11 }, () => send("joinByCode", { code: "AAAAAAAA" }));
  const answers = await Promise.all(tries);
  const refused = answers.filter((answer) => Object(answer).code === "forbidden");
  expect(refused).toHaveLength(1);
  expect(refused[0]).toMatchObject({ error: expect.stringMatching(/^Too many tries\./) });
});
