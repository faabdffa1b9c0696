import { type LocalFirestore, startLocalFirestore } from "@claims-starter/local-firestore";
import { Faults, RequestLog } from "@claims-starter/local-service";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { firestore } from "~/lib/firebase/admin";
import { collection, forgetUser, serverTime, transact } from "~/lib/firebase/collection";
import { DbError } from "~/lib/firebase/errors";
import { createRootLogger } from "~/lib/logger";
import { connectFirestore } from "../../tests/support/backends.ts";
import { localKeys } from "../../tests/tools/keys.ts";

/** The real Admin SDK against the local Firestore over gRPC. */
const faults = new Faults();
const requests = new RequestLog();
let server: LocalFirestore;

const note = z.object({ text: z.string(), rank: z.number(), at: z.date().optional() });
const notes = collection("notes", note);
const calls = (method: string) => requests.list().filter((call) => call.method === method);

beforeAll(async () => {
  server = await startLocalFirestore({ faults, requests });
  for (const [name, key] of Object.entries(localKeys())) vi.stubEnv(name, key);
  vi.stubEnv("FIRESTORE_EMULATOR_HOST", server.host);
  vi.stubEnv("METADATA_SERVER_DETECTION", "none");
  await connectFirestore();
});

afterEach(() => {
  faults.clear();
  requests.clear();
});

afterAll(async () => {
  await (await firestore()).terminate();
  vi.unstubAllEnvs();
  await server.close();
});

describe("a collection", () => {
  test("answers null for a document that is not there", async () => {
    expect(await notes.read("nobody")).toEqual([null, null]);
  });

  test("merges fields, keeps the others, and turns timestamps into dates", async () => {
    await notes.merge("one", { text: "a", rank: 1 });
    await notes.merge("one", { rank: 2, at: await serverTime() });
    const [error, data] = await notes.read("one");
    expect(error).toBeNull();
    expect(data).toMatchObject({ text: "a", rank: 2 });
    expect(data?.at).toBeInstanceOf(Date);
    expect(Math.abs(Date.now() - Number(data?.at))).toBeLessThan(5_000);
  });

  test("leaves out a field that is undefined, and keeps what was stored", async () => {
    await notes.merge("optional", { text: "a", rank: 1, at: new Date(0) });
    expect(await notes.merge("optional", { rank: 2, at: undefined })).toEqual([null, null]);
    expect(await notes.read("optional")).toEqual([null, { text: "a", rank: 2, at: new Date(0) }]);
  });

  test("reads many at once, and leaves out those that are not there", async () => {
    await notes.merge("many-1", { text: "a", rank: 1 });
    await notes.merge("many-2", { text: "b", rank: 2 });
    const [error, found] = await notes.readMany(["many-2", "many-0", "many-1"]);
    expect(error).toBeNull();
    expect(found && [...found]).toEqual([
      ["many-2", { text: "b", rank: 2 }],
      ["many-1", { text: "a", rank: 1 }],
    ]);
    expect(await notes.readMany([])).toEqual([null, new Map()]);
  });

  test("removes, once or twice", async () => {
    await notes.merge("gone", { text: "a", rank: 1 });
    expect(await notes.remove("gone")).toEqual([null, null]);
    expect(await notes.remove("gone")).toEqual([null, null]);
    expect(await notes.read("gone")).toEqual([null, null]);
  });

  test("calls a document that its schema refuses corrupt, without repeating what it holds", async () => {
    await notes.merge("bad", { text: 5, rank: "s3cret" });
    const [error] = await notes.read("bad");
    expect(error).toMatchObject({ code: "data-corruption", resource: "notes/bad" });
    expect(String(error?.cause)).toContain("text");
    expect(`${error?.message}${error?.cause}`).not.toContain("s3cret");
  });

  test.each(["", ".", "..", "a/b", "a b", "x".repeat(129)])("refuses the id %j", async (id) => {
    const [error] = await notes.read(id);
    expect(error?.code).toBe("validation");
    expect(requests.list()).toEqual([]);
  });

  test("lists page by page, each document once, in order", async () => {
    const items = collection("items", note);
    for (let rank = 0; rank < 7; rank += 1)
      await items.merge(`i${rank}`, { text: "t", rank: rank % 3 });
    const seen: string[] = [];
    let after: string | null = null;
    let pages = 0;
    do {
      const [error, page] = await items.list({ orderBy: "rank", limit: 3, after });
      if (error) throw error;
      seen.push(...page.items.map(({ id }) => id));
      after = page.next;
      pages += 1;
    } while (after);
    expect(seen).toEqual(["i0", "i3", "i6", "i1", "i4", "i2", "i5"]);
    expect(pages).toBe(3);
  });
});

describe("when Firestore fails", () => {
  test.each([
    [3, "validation"],
    [5, "not-found"],
    [6, "already-exists"],
    [7, "permission-denied"],
    // What the SDK itself takes for passing it tries again, until our deadline ends that.
    [8, "deadline-exceeded"],
    [13, "deadline-exceeded"],
    [14, "deadline-exceeded"],
    [9, "conflict"],
    [16, "unauthenticated"],
  ])(
    "gRPC code %i on a write is %s, and nothing is written",
    { timeout: 12_000 },
    async (code, expected) => {
      faults.add({ match: "*", code });
      const id = `fault-${code}`;
      const [error] = await notes.merge(id, { text: "a", rank: 1 });
      expect(error?.code).toBe(expected);
      faults.clear();
      expect(await notes.read(id)).toEqual([null, null]);
    },
  );

  test("a read that fails says so quickly", async () => {
    faults.add({ match: "*", code: 7 });
    const started = performance.now();
    const [error] = await notes.read("one");
    expect(error?.code).toBe("permission-denied");
    expect(performance.now() - started).toBeLessThan(1_500);
  });

  test.each([
    [7, "permission-denied"],
    [16, "unauthenticated"],
  ])(
    "code %i in a transaction is answered at once, and logged with what to check",
    async (code, expected) => {
      const lines: string[] = [];
      const log = createRootLogger("info", { write: (line) => lines.push(line) });
      Object.assign(globalThis, { claimsStarterLogger: log });
      faults.add({ match: "*", code });
      const started = performance.now();
      const [error] = await transact("notes/one", async (transaction, db) =>
        notes.parse(await transaction.get(notes.ref(db, "one"))),
      );
      expect(error?.code).toBe(expected);
      expect(performance.now() - started).toBeLessThan(1_500);
      expect(lines.map((line) => JSON.parse(line))).toContainEqual(
        expect.objectContaining({
          level: "error",
          errorCode: expected,
          msg: expect.stringContaining("check the FIREBASE_ variables"),
        }),
      );
    },
  );

  test("one failure is tried again", async () => {
    faults.add({ match: "*", code: 14, times: 1 });
    expect(await notes.merge("retry", { text: "a", rank: 1 })).toEqual([null, null]);
  });

  test("a call that hangs ends at its deadline", { timeout: 12_000 }, async () => {
    faults.add({ match: "*", hang: true });
    const started = performance.now();
    const [[readError], [writeError]] = await Promise.all([
      notes.read("one"),
      notes.merge("hang", { text: "a", rank: 1 }),
    ]);
    expect(readError).toMatchObject({ code: "deadline-exceeded", isRetryable: true });
    expect(writeError).toMatchObject({ code: "deadline-exceeded", isRetryable: true });
    expect(performance.now() - started).toBeLessThan(6_500);
  });

  test("a write abandoned at its deadline may land later, and the retry changes nothing", {
    timeout: 15_000,
  }, async () => {
    faults.add({ match: "Commit", delayMs: 6_000, times: 1 });
    const [error] = await notes.merge("late", { text: "late", rank: 1 });
    expect(error?.code).toBe("deadline-exceeded");
    expect(await notes.merge("late", { text: "late", rank: 1 })).toEqual([null, null]);
    await vi.waitFor(() => expect(calls("Commit")).toHaveLength(2), { timeout: 5_000 });
    expect(await notes.read("late")).toEqual([null, { text: "late", rank: 1 }]);
  });

  test("nothing listening is an unavailable service, within the deadline", {
    timeout: 15_000,
  }, async () => {
    const { host } = server;
    await server.close();
    const started = performance.now();
    const [error] = await notes.read("one");
    expect(error?.isRetryable).toBe(true);
    expect(performance.now() - started).toBeLessThan(4_000);
    server = await startLocalFirestore({ port: Number(host.split(":")[1]), faults, requests });
    await vi.waitFor(async () => expect((await notes.read("one"))[0]).toBeNull(), {
      timeout: 8_000,
    });
  });
});

describe("transact", () => {
  test("loses none of 20 concurrent increments", { timeout: 20_000 }, async () => {
    const counters = collection("counters", z.object({ count: z.number() }));
    const increment = () =>
      transact("counters/c", async (transaction, db) => {
        const ref = counters.ref(db, "c");
        const count = counters.parse(await transaction.get(ref))?.count ?? 0;
        transaction.set(ref, { count: count + 1 });
        return null;
      });
    const results = await Promise.all(Array.from({ length: 20 }, increment));
    const done = results.filter(([error]) => error === null).length;
    expect(done).toBeGreaterThan(0);
    // None that succeeded is lost. On a busy machine one that was given up may land all the same.
    const [, found] = await counters.read("c");
    expect(found?.count).toBeGreaterThanOrEqual(done);
    expect(found?.count).toBeLessThanOrEqual(results.length);
  });

  test("a DbError thrown inside is the answer, and nothing is written", async () => {
    const [error] = await transact("notes/never", async (transaction, db) => {
      transaction.set(notes.ref(db, "never"), { text: "x", rank: 1 });
      throw new DbError("already-exists", { resource: "notes/never" });
    });
    expect(error?.code).toBe("already-exists");
    expect(await notes.read("never")).toEqual([null, null]);
  });
});

describe("forgetUser", () => {
  const about = z.object({ about: z.string() });
  const documents = ["onboarding", "members", "audit", "madeUpLater"].map((name) =>
    collection(name, about),
  );
  const stored = async (id: string) =>
    (await Promise.all(documents.map((one) => one.read(id)))).map(
      ([, data]) => data?.about ?? null,
    );

  test("deletes the user's document everywhere but where it is kept, once or twice", async () => {
    for (const one of documents) {
      for (const id of ["user_gone", "user_stays"]) await one.merge(id, { about: id });
    }
    expect(await forgetUser("user_gone", ["audit"])).toEqual([null, null]);
    expect(await stored("user_gone")).toEqual([null, null, "user_gone", null]);
    expect(await forgetUser("user_gone", ["audit"])).toEqual([null, null]);
    expect(await stored("user_stays")).toEqual(Array(4).fill("user_stays"));
  });

  test("refuses what would be written for the user afterwards", async () => {
    expect(await forgetUser("user_late", [])).toEqual([null, null]);
    for (const one of documents) {
      const [error] = await one.merge("user_late", { about: "late" });
      expect(error).toMatchObject({ code: "not-found", message: "This account was deleted." });
    }
    expect(await stored("user_late")).toEqual(Array(4).fill(null));
  });

  test("deletes nothing for what is no id", async () => {
    const [error] = await forgetUser("onboarding/user_stays", []);
    expect(error?.code).toBe("validation");
    expect(await stored("user_stays")).toEqual(Array(4).fill("user_stays"));
  });

  test("says when a part failed, and can be repeated", async () => {
    for (const one of documents) await one.merge("user_half", { about: "user_half" });
    faults.add({ match: "Commit *members/user_half", code: 7 });
    expect((await forgetUser("user_half", []))[0]?.code).toBe("permission-denied");
    faults.clear();
    expect(await forgetUser("user_half", [])).toEqual([null, null]);
    expect(await stored("user_half")).toEqual([null, null, null, null]);
  });
});
