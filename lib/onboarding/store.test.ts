import { randomUUID } from "node:crypto";
import { describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { collection, forgetUser } from "~/lib/firebase/collection";
import { markComplete, readOnboarding, saveAnswer } from "~/lib/onboarding/store";
import { localFirestoreForTests } from "~/tests/support/local-firestore.ts";

const { faults, requests, restart } = localFirestoreForTests();
const person = () => `user_${randomUUID().replaceAll("-", "")}`;

const CALLS = {
  readOnboarding: (id: string) => readOnboarding(id),
  saveAnswer: (id: string) => saveAnswer(id, "profile", { displayName: "A" }),
  markComplete: (id: string) => markComplete(id),
} as const;

test("a user who has not begun has no answers", async () => {
  expect(await readOnboarding(person())).toEqual([null, { answers: {}, completedAt: null }]);
});

test("each answer is stored by itself; a new one replaces the old one whole", async () => {
  const id = person();
  await saveAnswer(id, "profile", { displayName: "A", companySize: "2-10" });
  await saveAnswer(id, "company", { companyName: "Acme", country: "x" });
  await saveAnswer(id, "company", { companyName: "Globex" });
  const [, stored] = await readOnboarding(id);
  expect(stored).toEqual({
    answers: {
      profile: { displayName: "A", companySize: "2-10" },
      company: { companyName: "Globex" },
    },
    completedAt: null,
  });
});

test("completing keeps the answers and stores the date", async () => {
  const id = person();
  await saveAnswer(id, "welcome", {});
  await markComplete(id);
  const [, completed] = await readOnboarding(id);
  expect(completed).toEqual({ answers: { welcome: {} }, completedAt: expect.any(Date) });
});

test("a document of another shape is data-corruption", async () => {
  const id = person();
  await collection("onboarding", z.object({})).merge(id, { answers: "none", completedAt: 5 });
  const [error] = await readOnboarding(id);
  expect(error).toMatchObject({ code: "data-corruption", resource: `onboarding/${id}` });
});

/** All functions at once, each for a user of its own: [name, error code]. */
async function callAll() {
  const calls = Object.entries(CALLS).map(async ([name, call]) => {
    const [error] = await call(person());
    return [name, error?.code, error?.isRetryable] as const;
  });
  return Promise.all(calls);
}

describe("every function of the store", () => {
  test.each([
    [3, "validation"],
    [7, "permission-denied"],
    [9, "conflict"],
    [16, "unauthenticated"],
  ])("on gRPC code %i answers %s", async (code, expected) => {
    faults.add({ match: "*", code });
    for (const [name, answered] of await callAll()) expect(answered, name).toBe(expected);
  });

  // The SDK tries these again by itself, until the deadline ends that.
  test.each([8, 13, 14])(
    "on gRPC code %i answers within its deadline",
    {
      timeout: 12_000,
    },
    async (code) => {
      faults.add({ match: "*", code });
      const expected = ["rate-limited", "internal", "unavailable", "deadline-exceeded"];
      for (const [name, answered] of await callAll()) expect(expected, name).toContain(answered);
    },
  );

  test("ends at its deadline with a retryable error when Firestore hangs", {
    timeout: 12_000,
  }, async () => {
    faults.add({ match: "*", hang: true });
    const started = performance.now();
    for (const [name, code, isRetryable] of await callAll()) {
      expect([code, isRetryable], name).toEqual(["deadline-exceeded", true]);
    }
    expect(performance.now() - started).toBeLessThan(6_500);
  });
});

test("what a failed save left undone, the next save does: nothing is lost or doubled", async () => {
  const id = person();
  await saveAnswer(id, "welcome", {});
  faults.add({ match: "Commit", code: 7, times: 1 });
  const [error] = await saveAnswer(id, "profile", { displayName: "A" });
  expect(error?.code).toBe("permission-denied");
  expect((await readOnboarding(id))[1]?.answers).toEqual({ welcome: {} });
  expect(await saveAnswer(id, "profile", { displayName: "A" })).toEqual([null, null]);
  expect((await readOnboarding(id))[1]?.answers).toEqual({
    welcome: {},
    profile: { displayName: "A" },
  });
});

test("the token of a user who was deleted writes nothing", async () => {
  const id = person();
  await saveAnswer(id, "welcome", {});
  await forgetUser(id, []);
  const gone = { code: "not-found", message: "This account was deleted.", isRetryable: false };
  expect((await saveAnswer(id, "profile", { displayName: "A" }))[0]).toMatchObject(gone);
  expect((await markComplete(id))[0]).toMatchObject(gone);
  expect(await readOnboarding(id)).toEqual([null, { answers: {}, completedAt: null }]);
});

test("no answer is left when a save and the deletion of its user race", async () => {
  const people = Array.from({ length: 10 }, person);
  await Promise.all(
    people.map(async (id, index) => {
      const later = new Promise((resolve) => setTimeout(resolve, index * 2));
      const deletion = later.then(() => forgetUser(id, []));
      await Promise.all([saveAnswer(id, "welcome", {}), markComplete(id), deletion]);
    }),
  );
  for (const id of people) {
    expect(await readOnboarding(id)).toEqual([null, { answers: {}, completedAt: null }]);
  }
});

test("an abandoned save that lands late does not undo the answers given since", {
  timeout: 15_000,
}, async () => {
  const id = person();
  faults.add({ match: "Commit", delayMs: 5_500, times: 1 });
  const [error] = await saveAnswer(id, "profile", { displayName: "Late" });
  expect(error?.code).toBe("deadline-exceeded");
  await saveAnswer(id, "preferences", { digest: "never" });
  await vi.waitFor(
    () => expect(requests.list().filter(({ method }) => method === "Commit")).toHaveLength(2),
    { timeout: 5_000 },
  );
  expect((await readOnboarding(id))[1]?.answers).toEqual({
    profile: { displayName: "Late" },
    preferences: { digest: "never" },
  });
});

test("a restart of Firestore is survived: unavailable, then it works again", {
  timeout: 20_000,
}, async () => {
  const id = person();
  await restart(async () => {
    const [error] = await readOnboarding(id);
    expect(error?.isRetryable).toBe(true);
  });
  await vi.waitFor(async () => expect((await saveAnswer(id, "welcome", {}))[0]).toBeNull(), {
    timeout: 15_000,
  });
  expect((await readOnboarding(id))[1]?.answers).toEqual({ welcome: {} });
});
