import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { forgetUser } from "~/lib/firebase/collection";
import { members } from "~/lib/teams/collections";
import { createTeam, joinTeam, leaveTeam, rotateCode } from "~/lib/teams/membership";
import { readTeam, type TeamView } from "~/lib/teams/read-team";
import { startBackends, testUser } from "~/tests/support/backends";

const [ADA, BOB, CLEO] = ["user_ada", "user_bob", "user_cleo"] as const;
const PEOPLE = [ADA, BOB, CLEO, ...Array.from({ length: 22 }, (_, index) => `user_m${index}`)];
const nameOf = (id: string) => id.replace("user_", "Name ");

let backends: Awaited<ReturnType<typeof startBackends>>;
let id: string;
let code: string;

beforeAll(async () => {
  const users = PEOPLE.map((one) => ({ ...testUser(one), firstName: nameOf(one) }));
  backends = await startBackends({ users });
});
beforeEach(async () => {
  await createTeam("Acme", ADA);
  const team = await teamOf(ADA);
  [id, code] = [team.id, team.code];
  await joinTeam(code, BOB);
});
afterEach(async () => {
  backends.faults.clear();
  for (const one of PEOPLE) await members.remove(one);
});
afterAll(() => backends.close());

async function teamOf(userId: string, page = 1): Promise<TeamView> {
  const [error, team] = await readTeam(userId, page);
  if (error) throw error;
  if (!team) throw new Error(`${userId} has no team`);
  return team;
}

const ownerOf = async (userId: string) =>
  (await teamOf(userId)).members.find(({ isOwner }) => isOwner)?.name;

test("is null for someone without a team", async () => {
  expect(await readTeam(CLEO, 1)).toEqual([null, null]);
});

test("holds nobody of another team", async () => {
  await createTeam("Other", CLEO);
  expect((await teamOf(BOB)).members.map(({ name }) => name)).toEqual(["Name ada", "Name bob"]);
  const { members, isOwner } = await teamOf(CLEO);
  expect([isOwner, members.map(({ name }) => name)]).toEqual([true, ["Name cleo"]]);
});

test("names are Clerk's own, so one that a moderator has removed is gone at once", async () => {
  const names = async () => (await teamOf(BOB)).members.map(({ name }) => name);
  expect(await names()).toEqual(["Name ada", "Name bob"]);
  await backends.client.users.updateUser(ADA, { firstName: "" });
  expect(await names()).toEqual(["", "Name bob"]);
  await backends.client.users.updateUser(ADA, { firstName: nameOf(ADA) });
});

test("shows no names while Clerk fails, and everything else", async () => {
  backends.faults.add({ match: "GET /v1/users*", status: 403 });
  const { members, ...team } = await teamOf(BOB);
  expect(team).toMatchObject({ name: "Acme", code, hasNames: false });
  expect(members.map(({ name, isOwner }) => [name, isOwner])).toEqual([
    ["", true],
    ["", false],
  ]);
});

test("each member is on one page, in the order they joined, without ids or addresses", async () => {
  for (const [index, one] of PEOPLE.slice(2).entries()) {
    const joinedAt = new Date(Date.UTC(2099, 0, 1, 0, index));
    await members.merge(one, { teamId: id, joinedAt });
  }
  const pages = [await teamOf(ADA, 1), await teamOf(ADA, 2)];
  expect(pages.map((page) => [page.members.length, page.hasMore])).toEqual([
    [20, true],
    [5, false],
  ]);
  const shown = pages.flatMap((page) => page.members);
  expect(shown.map(({ name }) => name)).toEqual(PEOPLE.map(nameOf));
  expect(shown.filter(({ isOwner }) => isOwner)).toHaveLength(1);
  expect(shown.filter(({ isYou }) => isYou)).toHaveLength(1);
  for (const secret of ["user_", "@"]) expect(JSON.stringify(pages)).not.toContain(secret);
  // The owner may replace the code on every page of the members.
  expect(pages.map(({ isOwner }) => isOwner)).toEqual([true, true]);
  expect((await teamOf(BOB, 2)).isOwner).toBe(false);
});

describe("the owner", () => {
  test("is the longest-standing member once the creator has left, and the creator returns as a member", async () => {
    await leaveTeam(ADA, id);
    expect(await ownerOf(BOB)).toBe("Name bob");
    await joinTeam(code, ADA);
    expect(await ownerOf(ADA)).toBe("Name bob");
    expect((await teamOf(ADA)).isOwner).toBe(false);
    expect((await rotateCode(ADA))[0]).toMatchObject({ kind: "refused" });
    expect(await rotateCode(BOB)).toEqual([null, null]);
  });

  test("is the next member when the owner's account is deleted", async () => {
    await joinTeam(code, CLEO);
    await leaveTeam(ADA, id);
    await forgetUser(BOB, []);
    expect(await ownerOf(CLEO)).toBe("Name cleo");
    expect(await rotateCode(CLEO)).toEqual([null, null]);
  });
});
