import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import type { Denial } from "~/lib/access/denial";
import { auditLog, listAudit } from "~/lib/admin/audit-log";
import type { Claims } from "~/lib/auth/claims";
import { serverTime } from "~/lib/firebase/collection";
import type { DbError, DbErrorCode } from "~/lib/firebase/errors";
import { createLogger } from "~/lib/logger";
import { startBackends, testUser } from "~/tests/support/backends";

type Access = Pick<Claims, "role" | "plan">;

const log = createLogger({ module: "test" });
const free: Access = { role: "user", plan: "free" };
const pro: Access = { role: "user", plan: "pro" };
const moderator: Access = { role: "moderator", plan: "free" };
const admin: Access = { role: "admin", plan: "free" };

let backends: Awaited<ReturnType<typeof startBackends>>;
let db: typeof import("~/lib/admin/change-user");
let pending: typeof import("~/lib/admin/settle");
let counter = 0;

beforeAll(async () => {
  backends = await startBackends({ users: [testUser("user_admin", { role: "admin" })] });
  db = await import("~/lib/admin/change-user");
  pending = await import("~/lib/admin/settle");
  // The first call loads Firestore's SDK, which takes long on a busy machine.
  await listAudit(1, {});
});

afterEach(() => {
  backends.faults.clear();
  vi.useRealTimers();
});

afterAll(() => backends.close());

async function newUser(publicMetadata: UserPublicMetadata = {}): Promise<string> {
  counter += 1;
  const { users } = backends.client;
  const user = await users.createUser({
    emailAddress: [`change-${counter}@example.com`],
    password: "local-password-1",
    publicMetadata: { onboardingComplete: true, ...publicMetadata },
  });
  return user.id;
}

async function accessOf(userId: string): Promise<Access> {
  const { publicMetadata } = await backends.client.users.getUser(userId);
  return { role: publicMetadata.role ?? "user", plan: publicMetadata.plan ?? "free" };
}

/** Oldest first. */
async function entriesOf(targetId: string) {
  const [error, page] = await listAudit(50, { targetId });
  if (error) throw error;
  return page.items.map(({ data }) => data).reverse();
}

function change(targetId: string, seen: Access, wanted: Access, actorId = "user_admin") {
  return db.changeAccess({ actorId, targetId, log }, seen, wanted);
}

function codeOf(problem: DbError | Denial | null) {
  return problem && ("code" in problem ? problem.code : problem.kind);
}

/** What a process leaves behind that ends between writing the entry and writing to Clerk. */
async function crashBeforeWrite(targetId: string): Promise<void> {
  const [error] = await auditLog.merge(crypto.randomUUID(), {
    actorId: "user_admin",
    targetId,
    change: { kind: "access", before: free, after: pro },
    requestId: null,
    at: await serverTime(),
    state: "pending",
  });
  if (error) throw error;
}

/** Makes the entries of before old enough to be settled. */
function later() {
  vi.useFakeTimers({ now: Date.now() + pending.SETTLE_MS + 1_000, toFake: ["Date"] });
}

describe("changeAccess", () => {
  test("writes to Clerk, and one entry that says who, whom, before, after and when", async () => {
    const userId = await newUser({ plan: "free", teamId: "acme" });
    expect(await change(userId, free, pro)).toEqual([null, null]);
    expect((await backends.client.users.getUser(userId)).publicMetadata).toEqual({
      onboardingComplete: true,
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
  });

  test("refuses to change the acting admin, and writes nothing at all", async () => {
    const [error] = await change("user_admin", admin, { role: "admin", plan: "enterprise" });
    expect(error).toEqual({
      kind: "refused",
      message: "Admins can’t change their own role or plan.",
    });
    expect(await entriesOf("user_admin")).toEqual([]);
  });

  test("refuses a change to what is there already", async () => {
    const userId = await newUser();
    expect(codeOf((await change(userId, free, free))[0])).toBe("refused");
    expect(await entriesOf(userId)).toEqual([]);
  });

  test("of two admins who saw the same, one wins and the other is told what it is now", async () => {
    const userId = await newUser();
    expect((await change(userId, free, pro))[0]).toBeNull();
    const [error] = await change(userId, free, moderator);
    expect(error).toMatchObject({ code: "conflict" });
    expect(error).toHaveProperty(
      "message",
      expect.stringContaining("The role is now User and the plan Pro."),
    );
    expect(await accessOf(userId)).toEqual(pro);
    expect((await entriesOf(userId)).map(({ state }) => state)).toEqual(["done", "failed"]);
  });

  test("makes exactly one of 5 changes at once, and every entry has its outcome", async () => {
    const userId = await newUser();
    const results = await Promise.all(
      Array.from({ length: 5 }, (_, index) => change(userId, free, index % 2 ? pro : moderator)),
    );
    const codes = results.map(([error]) => codeOf(error));
    expect(codes.filter((code) => code === null)).toHaveLength(1);
    expect(codes.filter((code) => code === "conflict")).toHaveLength(4);
    const states = (await entriesOf(userId)).map(({ state }) => state);
    expect(states.filter((state) => state === "done")).toHaveLength(1);
    expect(states).not.toContain("pending");
  });

  test("leaves one admin when two demote each other at once, 12 of 12 times", async () => {
    const demoteEachOther = async () => {
      const [one, two] = await Promise.all([newUser(admin), newUser(admin)]);
      const results = await Promise.all([
        change(two, admin, free, one),
        change(one, admin, free, two),
      ]);
      expect(results.filter(([error]) => error === null)).toHaveLength(1);
      const roles = [(await accessOf(one)).role, (await accessOf(two)).role];
      expect(roles.filter((role) => role === "admin")).toHaveLength(1);
    };
    for (let round = 0; round < 3; round += 1) {
      await Promise.all(Array.from({ length: 4 }, demoteEachOther));
    }
  });

  test("leaves one admin when three demote each other in a circle", async () => {
    const ids = await Promise.all([newUser(admin), newUser(admin), newUser(admin)]);
    await Promise.all(ids.map((id, index) => change(ids[(index + 1) % 3] ?? "", admin, free, id)));
    const roles = await Promise.all(ids.map(async (id) => (await accessOf(id)).role));
    expect(roles).toContain("admin");
  });

  test("asks Clerk whether the acting user is an admin, whatever their token says", async () => {
    const one = await newUser(admin);
    const other = await newUser();
    await change(one, admin, free);
    const [denied] = await change(other, free, pro, one);
    expect(denied).toEqual({ kind: "forbidden", needs: { role: "admin" } });
    expect(await entriesOf(other)).toMatchObject([{ state: "failed", note: "forbidden" }]);
    await change(one, free, admin);
    expect((await change(other, free, pro, one))[0]).toBeNull();
  });
});

describe("the log", () => {
  test("keeps the entries of a user who is deleted", async () => {
    const userId = await newUser();
    await change(userId, free, pro);
    await backends.client.users.deleteUser(userId);
    expect(await entriesOf(userId)).toMatchObject([{ state: "done" }]);
    expect(codeOf((await change(userId, pro, free))[0])).toBe("not-found");
  });

  test("is read page by page, newest first", async () => {
    const userId = await newUser();
    await change(userId, free, pro);
    await change(userId, pro, moderator);
    await change(userId, moderator, free);
    const [, first] = await listAudit(2, { targetId: userId });
    const [, second] = await listAudit(2, { targetId: userId, after: first?.next ?? "" });
    const pages = [first, second].map((page) => page?.items.map(({ data }) => data.change));
    expect(pages).toMatchObject([[{ after: free }, { after: moderator }], [{ after: pro }]]);
    expect(second?.next).toBeNull();
  });

  test("reads entries with roles and plans that have other names today", async () => {
    const before = { role: "editor", plan: "starter" };
    await auditLog.merge("renamed", {
      actorId: "user_admin",
      targetId: "user_renamed",
      change: { kind: "access", before, after: pro },
      requestId: null,
      at: await serverTime(),
      state: "done",
    });
    expect(await entriesOf("user_renamed")).toMatchObject([{ change: { before, after: pro } }]);
  });
});

describe("when a service fails", () => {
  test("without Firestore nothing is written to Clerk", async () => {
    const userId = await newUser();
    backends.faults.add({ match: "Commit", code: 7 });
    expect((await change(userId, free, pro))[0]).not.toBeNull();
    expect(await accessOf(userId)).toEqual(free);
  });

  test.each<[number, DbErrorCode]>([
    [404, "not-found"],
    [422, "validation"],
    [403, "permission-denied"],
  ])(
    "a Clerk that answers %i leaves the user as they were, and the entry failed",
    async (status, code) => {
      const userId = await newUser();
      backends.faults.add({ match: `PATCH /v1/users/${userId}/metadata`, status });
      expect(codeOf((await change(userId, free, pro))[0])).toBe(code);
      expect(await accessOf(userId)).toEqual(free);
      expect(await entriesOf(userId)).toMatchObject([{ state: "failed" }]);
      backends.faults.clear();
      expect((await change(userId, free, pro))[0]).toBeNull();
    },
  );

  test("a Clerk that answers 500 to every try is asked whether it has the change", async () => {
    const userId = await newUser();
    backends.faults.add({ match: `PATCH /v1/users/${userId}/metadata`, status: 500 });
    expect((await change(userId, free, pro))[0]).toMatchObject({ isRetryable: true });
    await expect
      .poll(() => entriesOf(userId), { timeout: 10_000 })
      .toMatchObject([{ state: "failed", note: "not applied" }]);
    expect(await accessOf(userId)).toEqual(free);
    backends.faults.clear();
    expect((await change(userId, free, pro))[0]).toBeNull();
  });

  test("a rate limit that doesn’t end answers with the time to wait, and the change can be sent again", async () => {
    const userId = await newUser();
    const match = `PATCH /v1/users/${userId}/metadata`;
    backends.faults.add({ match, status: 429, headers: { "retry-after": "30" } });
    const [error] = await change(userId, free, pro);
    expect(error).toMatchObject({ code: "rate-limited", retryAfterMs: 30_000 });
    expect(await entriesOf(userId)).toMatchObject([{ state: "failed" }]);
    backends.faults.clear();
    expect((await change(userId, free, pro))[0]).toBeNull();
  });

  const inTime = async (userId: string) => {
    const started = performance.now();
    const [error] = await change(userId, free, pro);
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(error).toMatchObject({ code: "deadline-exceeded" });
    expect(await entriesOf(userId)).toMatchObject([{ state: "pending" }]);
  };

  test("an admin has an answer within 5 s when Clerk hangs before the write", async () => {
    const userId = await newUser();
    backends.faults.add({ match: `GET /v1/users/${userId}`, hang: true });
    await inTime(userId);
    await expect
      .poll(() => entriesOf(userId), { timeout: 10_000 })
      .toMatchObject([{ state: "failed", note: "deadline-exceeded" }]);
  });

  test("and when Clerk hangs on the write, whose entry stays pending", async () => {
    const userId = await newUser();
    backends.faults.add({ match: `PATCH /v1/users/${userId}/metadata`, hang: true });
    await inTime(userId);
    // The write is given up after 6 s.
    await sleep(4_000);
    expect(await entriesOf(userId)).toMatchObject([{ state: "pending" }]);
  });

  test("starts no write after its deadline", async () => {
    const userId = await newUser();
    backends.faults.add({ match: `GET /v1/users/${userId}`, delayMs: 2_900, times: 1 });
    backends.faults.add({ match: "Commit", delayMs: 1_000, times: 1 });
    expect(codeOf((await change(userId, free, pro))[0])).toBe("deadline-exceeded");
    await expect
      .poll(() => entriesOf(userId), { timeout: 10_000 })
      .toMatchObject([{ state: "failed", note: "deadline-exceeded" }]);
    expect(await accessOf(userId)).toEqual(free);
  });

  test("a lock that lands after everyone has left is released at once", async () => {
    const userId = await newUser();
    backends.faults.add({ match: "Commit *audit/*", delayMs: 5_400, times: 1 });
    expect(codeOf((await change(userId, free, pro))[0])).toBe("deadline-exceeded");
    const settled = { state: "failed", note: "not begun" };
    await vi.waitFor(async () => expect(await entriesOf(userId)).toMatchObject([settled]), {
      timeout: 10_000,
    });
    expect((await change(userId, free, pro))[0]).toBeNull();
  });

  test("a change whose answer got lost is found in Clerk", async () => {
    const userId = await newUser();
    // The write lands just after the deadline of its try; the repeats are answered with 500.
    const match = `PATCH /v1/users/${userId}/metadata`;
    backends.faults.add({ match, delayMs: 2_600, times: 1 });
    backends.faults.add({ match, status: 500 });
    await change(userId, free, pro);
    await expect
      .poll(() => entriesOf(userId), { timeout: 10_000 })
      .toMatchObject([{ state: "done", note: "confirmed later" }]);
    expect(await accessOf(userId)).toEqual(pro);
  });

  test("what a crash leaves blocks the user, and the next change settles it", async () => {
    const userId = await newUser();
    await crashBeforeWrite(userId);
    const [blocked] = await change(userId, free, pro);
    expect(blocked).toMatchObject({ code: "conflict", isRetryable: true });
    expect(blocked).toHaveProperty("retryAfterMs", expect.any(Number));

    later();
    expect((await change(userId, free, pro))[0]).toBeNull();
    expect(await entriesOf(userId)).toMatchObject([
      { state: "failed", note: "not applied" },
      { state: "done" },
    ]);
  });

  test("what a crash leaves about the acting admin blocks them, and is settled too", async () => {
    const one = await newUser(admin);
    const other = await newUser();
    await crashBeforeWrite(one);
    expect(codeOf((await change(other, free, pro, one))[0])).toBe("conflict");
    later();
    expect((await change(other, free, pro, one))[0]).toBeNull();
    expect(await entriesOf(one)).toMatchObject([{ state: "failed", note: "not applied" }]);
  });

  test("an outcome that Firestore didn’t take is settled by the next visit of the log", async () => {
    const userId = await newUser();
    // The entry is one commit; what comes after it is refused.
    backends.faults.add({ match: "Commit", delayMs: 1, times: 1 });
    backends.faults.add({ match: "Commit", code: 7, times: 3 });
    expect((await change(userId, free, pro))[0]).toBeNull();
    expect(await entriesOf(userId)).toMatchObject([{ state: "pending" }]);
    backends.faults.clear();

    await pending.settleOldEntries();
    expect(await entriesOf(userId)).toMatchObject([{ state: "pending" }]);
    later();
    await pending.settleOldEntries();
    expect(await entriesOf(userId)).toMatchObject([{ state: "done", note: "confirmed later" }]);
  });

  test("an entry of a user who was deleted is settled", async () => {
    const userId = await newUser();
    await crashBeforeWrite(userId);
    await backends.client.users.deleteUser(userId);
    later();
    await pending.settleOldEntries();
    expect(await entriesOf(userId)).toMatchObject([{ state: "failed", note: "user deleted" }]);
  });

  test("an outcome that was recorded stays", async () => {
    const userId = await newUser();
    await change(userId, free, pro);
    const [, page] = await listAudit(1, { targetId: userId });
    const [entry] = page?.items ?? [];
    if (!entry) throw new Error("no entry");
    await change(userId, pro, free);
    await pending.settle(entry.id, entry.data);
    expect((await entriesOf(userId)).map(({ state }) => state)).toEqual(["done", "done"]);
  });

  test("entries stay pending while Clerk doesn’t answer", async () => {
    const userId = await newUser();
    await crashBeforeWrite(userId);
    later();
    backends.faults.add({ match: `GET /v1/users/${userId}`, status: 403 });
    await pending.settleOldEntries();
    expect(await entriesOf(userId)).toMatchObject([{ state: "pending" }]);
    expect(codeOf((await change(userId, free, pro))[0])).toBe("permission-denied");
  });
});

describe("changePrivateMetadata", () => {
  const fields = { internalNotes: "remember the milk", apiQuotaOverride: 5 };
  const save = (targetId: string, seenChange: string | undefined, values: object) =>
    db.changePrivateMetadata({ actorId: "user_admin", targetId, log }, seenChange, values);
  const stored = async (userId: string) =>
    (await backends.client.users.getUser(userId)).privateMetadata;

  test("writes the fields, and an entry that names those that differ without their values", async () => {
    const userId = await newUser(pro);
    expect((await save(userId, undefined, fields))[0]).toBeNull();
    const { lastChangeId, ...written } = await stored(userId);
    expect(written).toEqual(fields);
    expect(await accessOf(userId)).toEqual(pro);
    const entries = await entriesOf(userId);
    const change = { kind: "private-metadata", fields: ["internalNotes", "apiQuotaOverride"] };
    expect(entries).toMatchObject([{ state: "done", change }]);
    expect(JSON.stringify(entries)).not.toContain("milk");

    const [same] = await save(userId, lastChangeId ?? undefined, fields);
    expect(same).toEqual({ kind: "refused", message: "There is nothing to change." });
    expect(await entriesOf(userId)).toHaveLength(1);
  });

  test("deletes a field that is missing", async () => {
    const userId = await newUser();
    await save(userId, undefined, fields);
    const { lastChangeId } = await stored(userId);
    await save(userId, lastChangeId ?? undefined, { apiQuotaOverride: 5 });
    const { lastChangeId: next, ...left } = await stored(userId);
    expect(left).toEqual({ apiQuotaOverride: 5 });
    expect(next).not.toBe(lastChangeId);
  });

  test("of two admins who saw the same, the second is told and overwrites nothing", async () => {
    const userId = await newUser();
    await save(userId, undefined, fields);
    const [error] = await save(userId, undefined, { ...fields, internalNotes: "mine" });
    expect(error).toMatchObject({ code: "conflict" });
    const { lastChangeId, internalNotes } = await stored(userId);
    expect(internalNotes).toBe("remember the milk");
    const both = { ...fields, internalNotes: "both" };
    expect((await save(userId, lastChangeId ?? undefined, both))[0]).toBeNull();
  });

  test("a write that landed unseen is recognised by its mark", async () => {
    const userId = await newUser();
    backends.faults.add({ match: "Commit", delayMs: 1, times: 1 });
    backends.faults.add({ match: "Commit", code: 7, times: 3 });
    await save(userId, undefined, fields);
    backends.faults.clear();
    later();
    await pending.settleOldEntries();
    expect(await entriesOf(userId)).toMatchObject([{ state: "done", note: "confirmed later" }]);
  });
});
