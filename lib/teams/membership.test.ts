import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { firestore } from "~/lib/firebase/admin";
import { members, teamCodes, teams } from "~/lib/teams/collections";
import { INVITE_CODE_PATTERN } from "~/lib/teams/invite-code";
import { createTeam, joinTeam, leaveTeam, rotateCode } from "~/lib/teams/membership";
import { readTeam, type TeamView } from "~/lib/teams/read-team";
import { localFirestoreForTests } from "~/tests/support/local-firestore.ts";

const { faults } = localFirestoreForTests();

const person = (displayName: string) => ({
  userId: `user_${randomUUID().replaceAll("-", "")}`,
  displayName,
});

async function teamOf({ userId }: { userId: string }, page = 1): Promise<TeamView | null> {
  const [error, team] = await readTeam(userId, page);
  if (error) throw error;
  return team;
}

/** A team of its own for a test, with the people who create and join it. */
async function startTeam(...displayNames: string[]) {
  const people = displayNames.map(person);
  const [owner, ...others] = people;
  if (!owner) throw new Error("a team needs a member");
  await createTeam("Acme", owner);
  const team = await teamOf(owner);
  if (!team) throw new Error("no team was created");
  for (const other of others) await joinTeam(team.code, other);
  return { ...team, people };
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

const NONE = { team: false, codes: 0, members: 0 };

describe("createTeam", () => {
  test("makes the team, its code and its owner", async () => {
    const owner = person("Owner");
    const [, teamId] = await createTeam("Acme", owner);
    expect(await teamOf(owner)).toEqual({
      id: teamId,
      name: "Acme",
      code: expect.stringMatching(INVITE_CODE_PATTERN),
      members: [{ displayName: "Owner", joinedAt: expect.any(Date), isOwner: true, isYou: true }],
      hasMore: false,
    });
    const [, stored] = await teams.read(teamId ?? "");
    expect(stored).toMatchObject({ createdBy: owner.userId });
  });

  test("gives the team they have to a user who is in one", async () => {
    const { id, people } = await startTeam("Owner", "Member");
    for (const one of people) expect(await createTeam("Other", one)).toEqual([null, id]);
    expect(await documentsOf(id)).toEqual({ team: true, codes: 1, members: 2 });
  });

  test("twelve requests of one user at once make one team", async () => {
    const owner = person("Owner");
    const results = await Promise.all(
      Array.from({ length: 12 }, (_, index) => createTeam(`Team ${index}`, owner)),
    );
    const ids = new Set(results.flatMap(([, id]) => id ?? []));
    expect(ids.size).toBe(1);
    const db = await firestore();
    const created = await db.collection("teams").where("createdBy", "==", owner.userId).get();
    expect(created.docs.map(({ id }) => id)).toEqual([...ids]);
  });

  test("a first try that lands late does not put the user in a second team", async () => {
    const owner = person("Owner");
    faults.add({ match: "Commit", delayMs: 5_500, times: 1 });
    const [error] = await createTeam("Late", owner);
    expect(error?.code).toBe("deadline-exceeded");
    const [, kept] = await createTeam("Again", owner);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const [, member] = await members.read(owner.userId);
    expect(member?.teamId).toBe(kept);
    const db = await firestore();
    expect((await db.collection("teams").where("createdBy", "==", owner.userId).get()).size).toBe(
      1,
    );
  });

  test.each([
    ["Commit", 7, "permission-denied"],
    ["Commit", 9, "conflict"],
    ["BatchGetDocuments", 7, "permission-denied"],
  ])("a failing %s (%i) is %s, and no team is left behind", async (match, code, expected) => {
    const owner = person("Owner");
    faults.add({ match, code });
    expect((await createTeam("Failing", owner))[0]?.code).toBe(expected);
    faults.clear();
    expect(await teamOf(owner)).toBeNull();
  });
});

describe("joinTeam", () => {
  test("lets twenty people in by one code at once, each on the first try", async () => {
    const { id, code } = await startTeam("Owner");
    const people = Array.from({ length: 20 }, (_, index) => person(`Person ${index}`));
    const results = await Promise.all(people.map((one) => joinTeam(code, one)));
    expect(results).toEqual(people.map(() => [null, id]));
    expect((await documentsOf(id)).members).toBe(21);
  });

  test("keeps a user in one team who uses two codes at once", async () => {
    const [one, two] = [await startTeam("One"), await startTeam("Two")];
    const joiner = person("Joiner");
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
    expect((await joinTeam("22222222", person("Stranger")))[0]).toMatchObject(nobody);
  });

  test("opens no team whose members are all gone", async () => {
    const { code, people } = await startTeam("Gone");
    // What the webhook does when a user's account is deleted.
    for (const { userId } of people) await members.remove(userId);
    expect((await joinTeam(code, person("Late")))[0]).toMatchObject(nobody);
  });
});

describe("leaveTeam", () => {
  test("takes one member out, however often it runs", async () => {
    const { id, people } = await startTeam("Owner", "Member");
    const [owner, member] = people;
    for (let round = 0; round < 2; round += 1) {
      expect(await leaveTeam(member?.userId ?? "")).toEqual([null, null]);
    }
    expect(await documentsOf(id)).toEqual({ team: true, codes: 1, members: 1 });
    expect(owner && (await teamOf(owner))?.id).toBe(id);
  });

  test("ends a team with its last member", async () => {
    const { id, code, people } = await startTeam("Owner", "Member");
    for (const { userId } of people) await leaveTeam(userId);
    expect(await documentsOf(id)).toEqual(NONE);
    expect((await joinTeam(code, person("Late")))[0]?.code).toBe("not-found");
  });

  test("when all leave at once nothing is left", async () => {
    const { id, people } = await startTeam("A", "B", "C", "D");
    await Promise.all(people.map(({ userId }) => leaveTeam(userId)));
    // One that lost every race would be told to try again.
    for (const { userId } of people) await leaveTeam(userId);
    expect(await documentsOf(id)).toEqual(NONE);
  });

  test("a join that races the last member either gets in or is told that no team uses the code", async () => {
    for (let round = 0; round < 3; round += 1) {
      const { id, code, people } = await startTeam("Owner");
      const joiner = person("Joiner");
      const [[error]] = await Promise.all([
        joinTeam(code, joiner),
        leaveTeam(people[0]?.userId ?? ""),
      ]);
      expect(error?.code ?? "joined").toMatch(/^(joined|not-found)$/);
      expect(await documentsOf(id)).toEqual(error ? NONE : { team: true, codes: 1, members: 1 });
    }
  });
});

describe("the owner", () => {
  async function ownerSeenBy(one: { userId: string }) {
    return (await teamOf(one))?.members.find(({ isOwner }) => isOwner)?.displayName;
  }

  test("is the longest-standing member once the creator has left, and the creator returns as a member", async () => {
    const { code, people } = await startTeam("Creator", "Second", "Third");
    const [creator, second] = people;
    if (!creator || !second) throw new Error("no people");
    await leaveTeam(creator.userId);
    expect(await ownerSeenBy(second)).toBe("Second");
    await joinTeam(code, creator);
    expect(await ownerSeenBy(creator)).toBe("Second");
    expect((await rotateCode(creator.userId))[0]).toMatchObject({ kind: "refused" });
    expect(await rotateCode(second.userId)).toEqual([null, null]);
  });

  test("is the next member when the owner's account is deleted", async () => {
    const { people } = await startTeam("Owner", "Second");
    const [owner, second] = people;
    if (!owner || !second) throw new Error("no people");
    await members.remove(owner.userId);
    expect(await ownerSeenBy(second)).toBe("Second");
    expect(await rotateCode(second.userId)).toEqual([null, null]);
  });
});

describe("rotateCode", () => {
  test("gives the team a new code and closes the old one", async () => {
    const { id, code, people } = await startTeam("Owner");
    const [owner] = people;
    if (!owner) throw new Error("no owner");
    expect(await rotateCode(owner.userId)).toEqual([null, null]);
    const fresh = (await teamOf(owner))?.code ?? "";
    expect(fresh).toMatch(INVITE_CODE_PATTERN);
    expect(fresh).not.toBe(code);
    expect(await teamCodes.read(code)).toEqual([null, null]);
    expect((await joinTeam(code, person("Ex-member")))[0]?.code).toBe("not-found");
    expect(await joinTeam(fresh, person("Invited"))).toEqual([null, id]);
    expect((await documentsOf(id)).codes).toBe(1);
  });

  test("refuses a member who is not the owner, and someone without a team", async () => {
    const { code, people } = await startTeam("Owner", "Member");
    const refusal = {
      kind: "refused",
      message: "Only the team's owner can change the invite code.",
    };
    for (const { userId } of [...people.slice(1), person("Stranger")]) {
      expect(await rotateCode(userId)).toEqual([refusal, null]);
    }
    expect((await teamCodes.read(code))[1]).not.toBeNull();
  });
});

test("the members' pages show each member once, in the order they joined, without ids", async () => {
  const { id, people } = await startTeam("Owner");
  for (let index = 0; index < 24; index += 1) {
    await members.merge(person("x").userId, {
      teamId: id,
      displayName: `Member ${index}`,
      joinedAt: new Date(Date.UTC(2099, 0, 1, 0, index)),
    });
  }
  const [owner] = people;
  if (!owner) throw new Error("no owner");
  const pages = [await teamOf(owner, 1), await teamOf(owner, 2)];
  expect(pages.map((page) => page?.members.length)).toEqual([20, 5]);
  expect(pages.map((page) => page?.hasMore)).toEqual([true, false]);
  const shown = pages.flatMap((page) => page?.members ?? []);
  expect(shown.map(({ displayName }) => displayName)).toEqual([
    "Owner",
    ...Array.from({ length: 24 }, (_, index) => `Member ${index}`),
  ]);
  expect(shown.filter(({ isOwner }) => isOwner)).toHaveLength(1);
  expect(shown.filter(({ isYou }) => isYou)).toHaveLength(1);
  expect(JSON.stringify(pages)).not.toContain("user_");
});
