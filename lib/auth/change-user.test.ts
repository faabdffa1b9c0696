import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { auditLog } from "~/lib/audit/entries";
import { SETTLE_MS, userLocks } from "~/lib/audit/locks";
import { LEAST_PRIVILEGE } from "~/lib/auth/claims";
import type { DbErrorCode } from "~/lib/firebase/errors";
import { createLogger } from "~/lib/logger";
import { startBackends, testUser } from "~/tests/support/backends";

const log = createLogger({ module: "test" });
const free = { role: LEAST_PRIVILEGE.role, plan: LEAST_PRIVILEGE.plan };
const pro = { role: "user", plan: "pro" } as const;
const admin = { role: "admin", plan: "free" } as const;

let backends: Awaited<ReturnType<typeof startBackends>>;
let db: typeof import("~/lib/auth/change-user");
type Access = import("~/lib/auth/change-user").Access;
let settleUnfinished: typeof import("~/lib/audit/settle").settleUnfinished;
let counter = 0;

beforeAll(async () => {
  backends = await startBackends({ users: [testUser("user_admin", { role: "admin" })] });
  db = await import("~/lib/auth/change-user");
  ({ settleUnfinished } = await import("~/lib/audit/settle"));
});

afterEach(() => {
  backends.faults.clear();
  vi.useRealTimers();
});

afterAll(() => backends.close());

async function newUser(publicMetadata: UserPublicMetadata = {}): Promise<string> {
  counter += 1;
  const emailAddress = [`change-${counter}@example.com`];
  const { users } = backends.client;
  return (await users.createUser({ emailAddress, password: "local-password-1", publicMetadata }))
    .id;
}

async function accessOf(userId: string) {
  const { role = "user", plan = "free" } = (await backends.client.users.getUser(userId))
    .publicMetadata;
  return { role, plan };
}

async function entriesOf(targetId: string) {
  const [error, page] = await auditLog.list({
    orderBy: "at",
    limit: 50,
    where: (query) => query.where("targetId", "==", targetId),
  });
  if (error) throw error;
  return page.items.map(({ data }) => data);
}

function change(userId: string, seen: Access, wanted: Access, actorId = "user_admin") {
  return db.changeAccess({ actorId, userId, log }, seen, wanted);
}

/** As if the entry had been begun long enough ago to be settled. */
function later() {
  vi.useFakeTimers({ now: Date.now() + SETTLE_MS + 1_000, toFake: ["Date"] });
}

describe("changeAccess", () => {
  test("writes Clerk and one entry that says who, whom, before, after and when", async () => {
    const userId = await newUser({ plan: "free", teamId: "acme" });
    const [error] = await change(userId, free, pro);
    expect(error).toBeNull();
    expect((await backends.client.users.getUser(userId)).publicMetadata).toEqual({
      role: "user",
      plan: "pro",
      teamId: "acme",
    });
    const entries = await entriesOf(userId);
    expect(entries).toEqual([
      {
        actorId: "user_admin",
        targetId: userId,
        change: { kind: "access", before: free, after: pro },
        requestId: null,
        at: expect.any(Date),
        state: "done",
        settledAt: expect.any(Date),
      },
    ]);
    expect(JSON.stringify(entries)).not.toContain("@");
    expect((await userLocks.read(userId))[1]?.pending).toBeNull();
  });

  test("refuses to change the acting admin, and writes nothing at all", async () => {
    const [error] = await change("user_admin", admin, { role: "admin", plan: "enterprise" });
    expect(error?.code).toBe("permission-denied");
    expect(await entriesOf("user_admin")).toEqual([]);
  });

  test("of two admins who saw the same, one wins and the other is told what it is now", async () => {
    const userId = await newUser();
    expect((await change(userId, free, pro))[0]).toBeNull();
    const [error] = await change(userId, free, { role: "moderator", plan: "free" });
    expect(error?.code).toBe("conflict");
    expect(error?.message).toContain("the role is User and the plan Pro now");
    expect(await accessOf(userId)).toEqual(pro);
    expect((await entriesOf(userId)).map(({ state }) => state)).toEqual(["done", "failed"]);
  });

  test("of 5 changes at once exactly one is made, and each that was begun has its outcome", async () => {
    const userId = await newUser();
    const results = await Promise.all(
      Array.from({ length: 5 }, (_, index) =>
        change(userId, free, index % 2 ? pro : { role: "moderator", plan: "free" }),
      ),
    );
    const won = results.filter(([error]) => error === null);
    expect(won).toHaveLength(1);
    for (const [error] of results) expect(["conflict", undefined]).toContain(error?.code);
    const entries = await entriesOf(userId);
    expect(entries.filter(({ state }) => state === "done")).toHaveLength(1);
    expect(entries.filter(({ state }) => state === "pending")).toEqual([]);
  });

  test("two admins who demote each other at once leave one admin", async () => {
    for (let round = 0; round < 3; round += 1) {
      const [one, two] = await Promise.all([newUser(admin), newUser(admin)]);
      const results = await Promise.all([
        change(two, admin, free, one),
        change(one, admin, free, two),
      ]);
      const codes = results.map(([error]) => error?.code);
      expect(codes.filter((code) => code === undefined)).toHaveLength(1);
      expect(codes).toContain("permission-denied");
      const left = [await accessOf(one), await accessOf(two)];
      expect(left.filter(({ role }) => role === "admin")).toHaveLength(1);
    }
  });

  test("an admin who was demoted, and made admin again, may change others again", async () => {
    const one = await newUser(admin);
    const other = await newUser();
    await change(one, admin, free);
    expect((await change(other, free, pro, one))[0]?.code).toBe("permission-denied");
    await change(one, free, admin);
    expect((await change(other, free, pro, one))[0]).toBeNull();
  });
});

describe("when a service fails", () => {
  test("without Firestore nothing is written to Clerk", { timeout: 15_000 }, async () => {
    const userId = await newUser();
    backends.faults.add({ match: "Commit", code: 7 });
    const [error] = await change(userId, free, pro);
    expect(error).not.toBeNull();
    expect(await accessOf(userId)).toEqual(free);
  });

  test.each<[number, DbErrorCode]>([
    [404, "not-found"],
    [422, "validation"],
    [403, "permission-denied"],
    [500, "unavailable"],
  ])(
    "a Clerk that answers %i leaves the user as they were and the entry failed",
    {
      timeout: 15_000,
    },
    async (status, code) => {
      const userId = await newUser();
      backends.faults.add({ match: `PATCH /v1/users/${userId}/metadata`, status });
      const [error] = await change(userId, free, pro);
      expect(error?.code).toBe(code);
      expect(await accessOf(userId)).toEqual(free);
      expect(await entriesOf(userId)).toMatchObject([{ state: "failed" }]);
      backends.faults.clear();
      expect((await change(userId, free, pro))[0]).toBeNull();
    },
  );

  test("a rate limit that does not end fails with the time to wait, and can be repeated", async () => {
    const userId = await newUser();
    backends.faults.add({
      match: `PATCH /v1/users/${userId}/metadata`,
      status: 429,
      headers: { "retry-after": "30" },
    });
    const [error] = await change(userId, free, pro);
    expect(error).toMatchObject({ code: "rate-limited", retryAfterMs: 30_000 });
    expect(await entriesOf(userId)).toMatchObject([{ state: "failed" }]);
    backends.faults.clear();
    expect((await change(userId, free, pro))[0]).toBeNull();
  });

  test("an answer that got lost after Clerk wrote is found out, and the change counts", {
    timeout: 15_000,
  }, async () => {
    const userId = await newUser();
    // The write lands, but behind the deadline of the try; the repeats are answered with 500.
    const match = `PATCH /v1/users/${userId}/metadata`;
    backends.faults.add({ match, delayMs: 3_000, times: 1 });
    backends.faults.add({ match, status: 500 });
    const [error] = await change(userId, free, pro);
    const [entry] = await entriesOf(userId);
    if (error) expect(entry?.state).toBe("pending");
    else expect(entry).toMatchObject({ state: "done", note: "confirmed later" });
    later();
    expect((await settleUnfinished())[0]).toBeNull();
    expect(await entriesOf(userId)).toMatchObject([{ state: "done" }]);
    expect(await accessOf(userId)).toEqual(pro);
  });

  test("a crash between entry and write stays visible, blocks the user, and is settled by the next change", {
    timeout: 15_000,
  }, async () => {
    const userId = await newUser();
    backends.faults.add({ match: `PATCH /v1/users/${userId}/metadata`, hang: true });
    const [error] = await change(userId, free, pro);
    expect(error?.code).toBe("deadline-exceeded");
    expect(await entriesOf(userId)).toMatchObject([{ state: "pending" }]);
    backends.faults.clear();

    const [blocked] = await change(userId, free, pro);
    expect(blocked).toMatchObject({ code: "conflict", isRetryable: true });
    expect(blocked?.retryAfterMs).toBeGreaterThan(0);

    later();
    expect((await change(userId, free, pro))[0]).toBeNull();
    expect(await entriesOf(userId)).toMatchObject([
      { state: "failed", note: "not applied" },
      { state: "done" },
    ]);
  });

  test("an outcome that Firestore did not take is settled by the next visit of the log", {
    timeout: 30_000,
  }, async () => {
    const userId = await newUser();
    // The entry is one commit; what comes after it is refused.
    backends.faults.add({ match: "Commit", delayMs: 1, times: 1 });
    backends.faults.add({ match: "Commit", code: 7, times: 3 });
    const [error] = await change(userId, free, pro);
    expect(error).toBeNull();
    expect(await entriesOf(userId)).toMatchObject([{ state: "pending" }]);
    backends.faults.clear();

    expect((await settleUnfinished())[1]).toBeGreaterThan(0);
    expect(await entriesOf(userId)).toMatchObject([{ state: "pending" }]);
    later();
    expect((await settleUnfinished())[0]).toBeNull();
    expect(await entriesOf(userId)).toMatchObject([{ state: "done", note: "confirmed later" }]);
    expect((await userLocks.read(userId))[1]?.pending).toBeNull();
  });

  test("an entry of a user who is gone is settled too", { timeout: 15_000 }, async () => {
    const userId = await newUser();
    backends.faults.add({ match: `PATCH /v1/users/${userId}/metadata`, hang: true });
    await change(userId, free, pro);
    backends.faults.clear();
    await backends.client.users.deleteUser(userId);
    later();
    await settleUnfinished();
    expect(await entriesOf(userId)).toMatchObject([{ state: "failed", note: "user deleted" }]);
  });
});

describe("changePrivateMetadata", () => {
  const fields = { internalNotes: "remember the milk", apiQuotaOverride: 5, billingId: null };

  test("writes the fields, and an entry that names them without their values", async () => {
    const userId = await newUser(pro);
    const who = { actorId: "user_admin", userId, log };
    const [error, user] = await db.changePrivateMetadata(who, null, fields);
    expect(error).toBeNull();
    expect(user?.privateMetadata).toMatchObject({
      internalNotes: "remember the milk",
      apiQuotaOverride: 5,
    });
    expect(user?.publicMetadata).toEqual(pro);
    const entries = await entriesOf(userId);
    expect(entries).toMatchObject([
      {
        state: "done",
        change: {
          kind: "private-metadata",
          fields: ["internalNotes", "apiQuotaOverride"],
        },
      },
    ]);
    expect(JSON.stringify(entries)).not.toContain("milk");

    const seen = user?.privateMetadata.lastChangeId ?? null;
    const [same] = await db.changePrivateMetadata(who, seen, fields);
    expect(same?.message).toBe("There is nothing to change.");
    expect(await entriesOf(userId)).toHaveLength(1);
  });

  test("of two admins who saw the same, the second is told and overwrites nothing", async () => {
    const userId = await newUser();
    const who = { actorId: "user_admin", userId, log };
    const [, user] = await db.changePrivateMetadata(who, null, fields);
    const [error] = await db.changePrivateMetadata(who, null, { ...fields, internalNotes: "mine" });
    expect(error?.code).toBe("conflict");
    const seen = user?.privateMetadata.lastChangeId ?? null;
    const next = { ...fields, internalNotes: "both" };
    expect((await db.changePrivateMetadata(who, seen, next))[0]).toBeNull();
  });
});
