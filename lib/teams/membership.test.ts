import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { firestore } from "~/lib/firebase/admin";
import { forgetUser } from "~/lib/firebase/collection";
import { members, teamCodes, teams } from "~/lib/teams/collections";
import { INVITE_CODE_PATTERN } from "~/lib/teams/invite-code";
import { createTeam, joinTeam, leaveTeam, rotateCode } from "~/lib/teams/membership";
import { localFirestoreForTests } from "~/tests/support/local-firestore.ts";

const { faults } = localFirestoreForTests();

const person = () => `user_${randomUUID().replaceAll("-", "")}`;

async function teamOf(userId: string) {
  const [error, member] = await members.read(userId);
  if (error) throw error;
  const [, team] = member ? await teams.read(member.teamId) : [null, null];
  return member && team && { id: member.teamId, ...team };
}

/** A team of its own for a test, with the people who create and join it. */
async function startTeam(size = 1) {
  const owner = person();
  await createTeam("Acme", owner);
  const team = await teamOf(owner);
  if (!team) throw new Error("no team was created");
  const people = [owner, ...Array.from({ length: size - 1 }, person)];
  for (const other of people.slice(1)) await joinTeam(team.code, other);
  return { ...team, people, owner };
}

async function documentsOf(teamId: string) {
  const db = await firestore();
  const [team, codes, joined] = await Promise.all([
    db.doc(`teams/${teamId}`).get(),
    db.collection("teamCodes").where("teamId", "==", teamId).get(),
    db.collection("members").where("teamId", "==", teamId).get(),
  ]);
  return { team: team.exists, codes: codes.size, members: joined.size };
}

async function teamsNamed(name: RegExp): Promise<string[]> {
  const { docs } = await (await firestore()).collection("teams").get();
  return docs.filter((doc) => name.test(doc.get("name"))).map(({ id }) => id);
}

const NONE = { team: false, codes: 0, members: 0 };

describe("createTeam", () => {
  test("makes the team, its code and its owner", async () => {
    const owner = person();
    const [, id] = await createTeam("Acme", owner);
    const code = expect.stringMatching(INVITE_CODE_PATTERN);
    expect(await teamOf(owner)).toEqual({ id, name: "Acme", code, createdAt: expect.any(Date) });
    expect(await members.read(owner)).toEqual([null, { teamId: id, joinedAt: expect.any(Date) }]);
  });

  test("gives the team they have to a user who is in one", async () => {
    const { id, people } = await startTeam(2);
    for (const one of people) expect(await createTeam("Other", one)).toEqual([null, id]);
    expect(await documentsOf(id)).toEqual({ team: true, codes: 1, members: 2 });
  });

  test("twelve requests of one user at once make one team", async () => {
    const owner = person();
    const results = await Promise.all(
      Array.from({ length: 12 }, (_, index) => createTeam(`Many ${index}`, owner)),
    );
    const ids = new Set(results.flatMap(([, id]) => id ?? []));
    expect(ids.size).toBe(1);
    expect(await teamsNamed(/^Many \d+$/)).toEqual([...ids]);
  });

  test("a first try that lands late does not put the user in a second team", async () => {
    const owner = person();
    faults.add({ match: "Commit", delayMs: 5_500, times: 1 });
    const [error] = await createTeam("Late", owner);
    expect(error?.code).toBe("deadline-exceeded");
    const [, kept] = await createTeam("Again", owner);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect((await teamOf(owner))?.id).toBe(kept);
    expect(await teamsNamed(/^(Late|Again)$/)).toEqual([kept]);
  });

  test.each([
    ["Commit", 7, "permission-denied"],
    ["Commit", 9, "conflict"],
    ["BatchGetDocuments", 7, "permission-denied"],
  ])("a failing %s (%i) is %s, and no team is left behind", async (match, code, expected) => {
    const owner = person();
    faults.add({ match, code });
    expect((await createTeam("Failing", owner))[0]?.code).toBe(expected);
    faults.clear();
    expect(await teamOf(owner)).toBeNull();
  });
});

describe("joinTeam", () => {
  test("lets twenty people in by one code at once, each on the first try", async () => {
    const { id, code } = await startTeam();
    const people = Array.from({ length: 20 }, person);
    const results = await Promise.all(people.map((one) => joinTeam(code, one)));
    expect(results).toEqual(people.map(() => [null, id]));
    expect((await documentsOf(id)).members).toBe(21);
  });

  test("answers the team that the user already has, whatever the code", async () => {
    const [own, other] = [await startTeam(), await startTeam()];
    expect(await joinTeam(other.code, own.owner)).toEqual([null, own.id]);
    expect((await documentsOf(other.id)).members).toBe(1);
  });

  test("keeps a user in one team who uses two codes at once", async () => {
    const [one, two] = [await startTeam(), await startTeam()];
    const joiner = person();
    const results = await Promise.all(
      Array.from({ length: 12 }, (_, index) => joinTeam((index % 2 ? one : two).code, joiner)),
    );
    expect(new Set(results.flatMap(([, id]) => id ?? [])).size).toBe(1);
    const sizes = [(await documentsOf(one.id)).members, (await documentsOf(two.id)).members];
    expect(sizes.sort()).toEqual([1, 2]);
  });

  const nobody = {
    code: "not-found",
    fieldErrors: { code: ["No team uses this code. Check it with your team."] },
  };

  test("says beside the field that no team uses a code", async () => {
    expect((await joinTeam("22222222", person()))[0]).toMatchObject(nobody);
  });

  test("opens no team whose members are all gone", async () => {
    const { code, people } = await startTeam();
    // What the webhook does when a user's account is deleted.
    for (const userId of people) await forgetUser(userId, []);
    expect((await joinTeam(code, person()))[0]).toMatchObject(nobody);
  });
});

describe("leaveTeam", () => {
  test("takes one member out, however often it runs", async () => {
    const { id, owner, people } = await startTeam(2);
    const [, member = ""] = people;
    for (let round = 0; round < 2; round += 1) {
      expect(await leaveTeam(member, id)).toEqual([null, null]);
    }
    expect(await documentsOf(id)).toEqual({ team: true, codes: 1, members: 1 });
    expect((await teamOf(owner))?.id).toBe(id);
  });

  test("that names another team, or lands late, takes nobody out of the next one", async () => {
    const [old, next] = [await startTeam(2), await startTeam()];
    const [, member = ""] = old.people;
    await leaveTeam(member, old.id);
    await joinTeam(next.code, member);
    expect(await leaveTeam(member, old.id)).toEqual([null, null]);
    expect((await teamOf(member))?.id).toBe(next.id);
    expect(await documentsOf(old.id)).toEqual({ team: true, codes: 1, members: 1 });
  });

  test("ends a team with its last member", async () => {
    const { id, code, people } = await startTeam(2);
    for (const userId of people) await leaveTeam(userId, id);
    expect(await documentsOf(id)).toEqual(NONE);
    expect((await joinTeam(code, person()))[0]?.code).toBe("not-found");
  });

  test("when all leave at once nothing is left", async () => {
    const { id, people } = await startTeam(4);
    await Promise.all(people.map((userId) => leaveTeam(userId, id)));
    // One that lost every race would be told to try again.
    for (const userId of people) await leaveTeam(userId, id);
    expect(await documentsOf(id)).toEqual(NONE);
  });

  test("a join that races the last member either gets in or is told that no team uses the code", async () => {
    for (let round = 0; round < 3; round += 1) {
      const { id, code, owner } = await startTeam();
      const [[error]] = await Promise.all([joinTeam(code, person()), leaveTeam(owner, id)]);
      expect(error?.code ?? "joined").toMatch(/^(joined|not-found)$/);
      expect(await documentsOf(id)).toEqual(error ? NONE : { team: true, codes: 1, members: 1 });
    }
  });
});

describe("a user who was deleted", () => {
  const gone = { code: "not-found", message: "This account was deleted." };

  test("creates and joins nothing with a token that is still valid", async () => {
    const { id, code } = await startTeam();
    const deleted = person();
    await forgetUser(deleted, []);
    expect((await createTeam("Ghost", deleted))[0]).toMatchObject(gone);
    expect((await joinTeam(code, deleted))[0]).toMatchObject(gone);
    expect(await teamsNamed(/^Ghost$/)).toEqual([]);
    expect(await documentsOf(id)).toEqual({ team: true, codes: 1, members: 1 });
  });

  test("is a member nowhere, however the deletion races a join", async () => {
    const { code, id } = await startTeam();
    const people = Array.from({ length: 6 }, person);
    const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
    await Promise.all(
      people.map(async (one, index) => {
        await Promise.all([joinTeam(code, one), wait(index * 3).then(() => forgetUser(one, []))]);
      }),
    );
    expect((await documentsOf(id)).members).toBe(1);
  });
});

describe("rotateCode", () => {
  test("gives the team a new code and closes the old one", async () => {
    const { id, code, owner } = await startTeam();
    expect(await rotateCode(owner)).toEqual([null, null]);
    const fresh = (await teamOf(owner))?.code ?? "";
    expect(fresh).toMatch(INVITE_CODE_PATTERN);
    expect(fresh).not.toBe(code);
    expect(await teamCodes.read(code)).toEqual([null, null]);
    expect((await joinTeam(code, person()))[0]?.code).toBe("not-found");
    expect(await joinTeam(fresh, person())).toEqual([null, id]);
    expect((await documentsOf(id)).codes).toBe(1);
  });

  test("refuses a member who is not the owner, and someone without a team", async () => {
    const { code, people } = await startTeam(2);
    const refusal = {
      kind: "refused",
      message: "Only the team's owner can change the invite code.",
    };
    for (const userId of [...people.slice(1), person()]) {
      expect(await rotateCode(userId)).toEqual([refusal, null]);
    }
    expect((await teamCodes.read(code))[1]).not.toBeNull();
  });
});
