import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { membersOf, teams } from "~/lib/teams/collections";
import { createTeam, joinTeam, leaveTeam } from "~/lib/teams/membership";
import { readTeam } from "~/lib/teams/read-team";
import { TEAM_CODE_PATTERN } from "~/lib/teams/schema";
import { localFirestoreForTests } from "~/tests/support/local-firestore.ts";

const { faults } = localFirestoreForTests();
const unique = (label: string) => `${label}-${randomUUID().slice(0, 8)}`;
const who = (label: string, previousTeamId: string | null = null) => ({
  userId: `user_${unique(label).replace("-", "")}`,
  displayName: label,
  previousTeamId,
});

async function teamOf(slug: string) {
  const [error, team] = await teams.read(slug);
  if (error) throw error;
  return team;
}

describe("createTeam", () => {
  test("makes the team, its code and its owner", async () => {
    const owner = who("owner");
    const slug = unique("acme");
    expect(await createTeam({ name: "Acme", slug }, owner)).toEqual([null, { teamId: slug }]);
    const [, found] = await readTeam(slug, null);
    expect(found?.team).toMatchObject({ name: "Acme", memberCount: 1, createdBy: owner.userId });
    expect(found?.team.code).toMatch(TEAM_CODE_PATTERN);
    expect(found?.members.items).toMatchObject([
      { id: owner.userId, data: { displayName: "owner", role: "owner" } },
    ]);
  });

  test("repeated by its creator gives the same team, with the same code and one member", async () => {
    const owner = who("owner");
    const slug = unique("again");
    await createTeam({ name: "One", slug }, owner);
    const before = await teamOf(slug);
    expect(await createTeam({ name: "Two", slug }, owner)).toEqual([null, { teamId: slug }]);
    expect(await teamOf(slug)).toEqual({ ...before, name: "Two" });
  });

  test("ten people who take one slug at once: one team, one owner, nine clear errors", {
    timeout: 20_000,
  }, async () => {
    const slug = unique("race");
    const people = Array.from({ length: 10 }, (_, index) => who(`p${index}`));
    const results = await Promise.all(
      people.map((person) => createTeam({ name: "R", slug }, person)),
    );
    const errors = results.flatMap(([error]) => (error ? [error] : []));
    expect(errors).toHaveLength(9);
    for (const error of errors) {
      expect(error.code).toBe("already-exists");
      expect(error.fieldErrors).toEqual({ address: ["is taken, choose another"] });
    }
    const [, found] = await readTeam(slug, null);
    expect(found?.team.memberCount).toBe(1);
    expect(found?.members.items).toHaveLength(1);
  });

  test("leaves the team of before, which ends when it was empty", async () => {
    const owner = who("owner");
    const [first, second] = [unique("first"), unique("second")];
    await createTeam({ name: "First", slug: first }, owner);
    const oldCode = (await teamOf(first))?.code ?? "";
    await createTeam({ name: "Second", slug: second }, { ...owner, previousTeamId: first });
    expect(await teamOf(first)).toBeNull();
    expect((await joinTeam(oldCode, who("late")))[0]?.code).toBe("not-found");
  });
});

describe("joinTeam", () => {
  test("counts each of many who join at once, exactly once", { timeout: 20_000 }, async () => {
    const slug = unique("crowd");
    await createTeam({ name: "Crowd", slug }, who("owner"));
    const code = (await teamOf(slug))?.code ?? "";
    const people = Array.from({ length: 6 }, (_, index) => who(`m${index}`));
    const join = () => Promise.all(people.map((person) => joinTeam(code, person)));
    // What lost every race of its transaction is told to try again: do so, as people would.
    for (let round = 0; round < 4; round += 1) await join();
    for (const [error] of await join()) expect(error).toBeNull();
    expect((await teamOf(slug))?.memberCount).toBe(7);
    const [, members] = await membersOf(slug).list({ orderBy: "joinedAt", limit: 50 });
    expect(members?.items).toHaveLength(7);
  });

  test("says on its field that a code opens nothing", async () => {
    const [error] = await joinTeam("22222222", who("nobody"));
    expect(error).toMatchObject({ code: "not-found", fieldErrors: { code: [expect.any(String)] } });
  });
});

test("leaving takes one out of the count and the list, once", async () => {
  const slug = unique("leave");
  const owner = who("owner");
  const member = who("member");
  await createTeam({ name: "Leave", slug }, owner);
  await joinTeam((await teamOf(slug))?.code ?? "", member);
  await leaveTeam(slug, member.userId);
  await leaveTeam(slug, member.userId);
  expect((await teamOf(slug))?.memberCount).toBe(1);
  const [, members] = await membersOf(slug).list({ orderBy: "joinedAt", limit: 50 });
  expect(members?.items.map(({ id }) => id)).toEqual([owner.userId]);
});

test("pages through the members, each once, in the order they joined", async () => {
  const slug = unique("paged");
  await createTeam({ name: "Paged", slug }, who("owner"));
  for (let index = 0; index < 24; index += 1) {
    await membersOf(slug).merge(`user_${String(index).padStart(2, "0")}`, {
      displayName: `M${index}`,
      role: "member",
      joinedAt: new Date(Date.UTC(2030, 0, 1, 0, index)),
    });
  }
  const [, first] = await readTeam(slug, null);
  const [, second] = await readTeam(slug, first?.members.next ?? null);
  const ids = [...(first?.members.items ?? []), ...(second?.members.items ?? [])].map(
    ({ id }) => id,
  );
  expect(first?.members.items).toHaveLength(20);
  expect(new Set(ids).size).toBe(25);
  expect(ids.slice(1)).toEqual([...ids.slice(1)].sort());
  expect(second?.members.next).toBeNull();
});

test.each([
  ["Commit", 7, "permission-denied"],
  ["Commit", 9, "conflict"],
  ["BatchGetDocuments", 7, "permission-denied"],
])("a failing %s (%i) is %s, and no team is left behind", async (match, code, expected) => {
  const slug = unique("fail");
  faults.add({ match, code });
  const [error] = await createTeam({ name: "F", slug }, who("owner"));
  expect(error?.code).toBe(expected);
  faults.clear();
  expect(await teamOf(slug)).toBeNull();
});
