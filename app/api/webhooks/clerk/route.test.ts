import { randomBytes, randomUUID } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { firestore } from "~/lib/firebase/admin";
import { collection } from "~/lib/firebase/collection";
import { createRootLogger } from "~/lib/logger";
import { deliveries } from "~/lib/webhooks/deliveries";
import { startBackends } from "~/tests/support/backends";

const newSecret = () => `whsec_${randomBytes(24).toString("base64")}`;
const secret = newSecret();
const ROOT_COLLECTIONS = ["onboarding", "members", "nameReviews", "anythingNew"];

let backends: Awaited<ReturnType<typeof startBackends>>;
let POST: typeof import("./route").POST;
let userId: string;
const lines: string[] = [];

beforeAll(async () => {
  Object.assign(globalThis, {
    claimsStarterLogger: createRootLogger("warn", { write: (line) => lines.push(line) }),
  });
  backends = await startBackends({ users: [] });
  vi.stubEnv("CLERK_WEBHOOK_SIGNING_SECRET", secret);
  ({ POST } = await import("./route"));
});

beforeEach(async () => {
  userId = `user_${randomUUID().replaceAll("-", "")}`;
  for (const name of ROOT_COLLECTIONS) await documents(name).merge(userId, { about: userId });
});

afterEach(() => backends.faults.clear());
afterAll(() => backends.close());

function documents(name: string) {
  return collection(name, z.object({ about: z.string() }));
}

/** The collections that still have a document of the user. */
async function remaining(): Promise<string[]> {
  const found = await Promise.all(
    ROOT_COLLECTIONS.map(async (name) => ((await documents(name).read(userId))[1] ? [name] : [])),
  );
  return found.flat();
}

interface Message {
  id?: string;
  sentAt?: Date;
  /** What arrives, when it is not what was signed. */
  arrives?: (body: string) => string;
  signedWith?: string;
}

function message(type: string, data: object = { id: userId }, options: Message = {}): Request {
  const { id = `msg_${randomUUID()}`, sentAt = new Date(), arrives = (text) => text } = options;
  const body = JSON.stringify({ object: "event", type, data, timestamp: Date.now() });
  return new Request("http://localhost/api/webhooks/clerk", {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "svix-id": id,
      "svix-timestamp": String(Math.floor(sentAt.getTime() / 1_000)),
      "svix-signature": new Webhook(options.signedWith ?? secret).sign(id, sentAt, body),
    },
    body: arrives(body),
  });
}

async function deliver(request: Request): Promise<{ status: number; body: unknown }> {
  const response = await POST(request);
  return { status: response.status, body: await response.json() };
}

const deleted = (options: Message) => message("user.deleted", { id: userId }, options);

describe("who may send", () => {
  const minutes = (count: number) => new Date(Date.now() + count * 60_000);
  const refused: [string, () => Request][] = [
    ["no signature", () => new Request(deleted({}), { headers: {} })],
    ["a signature made with another secret", () => deleted({ signedWith: newSecret() })],
    ["an old timestamp", () => deleted({ sentAt: minutes(-6) })],
    ["a timestamp in the future", () => deleted({ sentAt: minutes(6) })],
    [
      "a body altered by one byte",
      () => deleted({ arrives: (text) => text.replace("event", "evenT") }),
    ],
    [
      "a body that was parsed and serialized again",
      () => deleted({ arrives: (text) => JSON.stringify(JSON.parse(text), null, 1) }),
    ],
  ];

  test.each(refused)("%s is answered 401, and nothing is done", async (_what, make) => {
    expect((await deliver(make())).status).toBe(401);
    expect(await remaining()).toEqual(ROOT_COLLECTIONS);
  });

  test("a signature for another message id is refused", async () => {
    const sent = deleted({});
    sent.headers.set("svix-id", "msg_other");
    expect((await deliver(sent)).status).toBe(401);
    expect(await remaining()).toEqual(ROOT_COLLECTIONS);
  });

  test.each(["..", "__all__", "a/b", "a b", "m".repeat(129)])(
    "the message id %j, although signed, is answered 400, and nothing is done",
    async (id) => {
      expect((await deliver(deleted({ id }))).status).toBe(400);
      expect(await remaining()).toEqual(ROOT_COLLECTIONS);
    },
  );

  test("a body that is too large is refused before all of it is read", async () => {
    expect((await deliver(deleted({ arrives: () => "x".repeat(300_000) }))).status).toBe(413);
  });

  test("without a signing secret nothing is accepted, and Clerk sends it again", async () => {
    vi.stubEnv("CLERK_WEBHOOK_SIGNING_SECRET", "");
    const response = await POST(deleted({}));
    vi.stubEnv("CLERK_WEBHOOK_SIGNING_SECRET", secret);
    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).toBe("5");
    expect(await remaining()).toEqual(ROOT_COLLECTIONS);
  });

  test("refusals are logged once a minute, with how many were left out", async () => {
    const timeOf = vi.spyOn(performance, "now");
    const forged = () => deliver(deleted({ signedWith: newSecret() }));
    timeOf.mockReturnValue(10_000_000);
    await forged(); // and says how many the tests before it left out
    lines.length = 0;
    for (let index = 0; index < 30; index += 1) await forged();
    expect(lines).toHaveLength(0);
    timeOf.mockReturnValue(10_060_000);
    await forged();
    timeOf.mockRestore();
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ msg: "Webhook refused", leftOut: 30 }),
    ]);
  });
});

describe("messages without work", () => {
  test.each([
    ["user.created", undefined],
    ["user.updated", undefined],
    ["session.created", { id: "sess_1" }],
    ["user.deleted_later", undefined],
    ["constructor", undefined],
    ["user.deleted", { id: "../webhookDeliveries" }],
    ["user.deleted", {}],
  ])("%s about %j is acknowledged and left alone", async (type, data) => {
    backends.requests.clear();
    expect(await deliver(message(type, data))).toEqual({ status: 200, body: { handled: false } });
    expect(backends.requests.list()).toEqual([]);
    expect(await remaining()).toEqual(ROOT_COLLECTIONS);
  });

  test("a flood of user.updated costs no call to Clerk or Firestore", async () => {
    backends.requests.clear();
    const flood = Array.from({ length: 300 }, () => deliver(message("user.updated")));
    for (const { status } of await Promise.all(flood)) expect(status).toBe(200);
    expect(backends.requests.list()).toEqual([]);
  });
});

describe("user.deleted", () => {
  test("deletes the user's documents of every collection, and keeps the logs", async () => {
    const other = await documents("members").merge("user_other", { about: "other" });
    expect(other).toEqual([null, null]);
    await documents("webhookDeliveries").merge(userId, {
      about: "an entry that has this id by chance",
    });

    const id = `msg_${randomUUID()}`;
    const answer = { status: 200, body: { handled: true, duplicate: false } };
    expect(await deliver(deleted({ id }))).toEqual(answer);
    expect(await remaining()).toEqual([]);
    expect((await documents("members").read("user_other"))[1]).toEqual({ about: "other" });
    expect((await documents("webhookDeliveries").read(userId))[1]).not.toBeNull();
    expect((await deliveries.read(id))[1]?.state).toBe("done");
  });

  test("is right in any order: a late user.created or user.updated brings nothing back", async () => {
    for (const type of ["user.deleted", "user.created", "user.updated", "user.deleted"]) {
      expect((await deliver(message(type))).status).toBe(200);
      expect(await remaining()).toEqual([]);
    }
  });

  test("repeated with the same id is answered as a duplicate, without work", async () => {
    const id = `msg_${randomUUID()}`;
    await deliver(deleted({ id }));
    await (await firestore()).doc(`members/${userId}`).set({ about: "written since" });
    const again = await deliver(deleted({ id }));
    expect(again).toEqual({ status: 200, body: { handled: true, duplicate: true } });
    expect(await remaining()).toEqual(["members"]);
  });

  test("of 10 deliveries at once one does the work, and the others may come again", async () => {
    const id = `msg_${randomUUID()}`;
    const answers = await Promise.all(Array.from({ length: 10 }, () => deliver(deleted({ id }))));
    expect(answers.filter(({ body }) => Object(body).duplicate === false)).toHaveLength(1);
    for (const { status } of answers) expect([200, 503]).toContain(status);
    expect(await remaining()).toEqual([]);
  });

  test("that failed is answered 503, and the next delivery does the work", async () => {
    const id = `msg_${randomUUID()}`;
    backends.faults.add({ match: `Commit *nameReviews/${userId}`, code: 7 });
    expect((await deliver(deleted({ id }))).status).toBe(503);
    backends.faults.clear();
    expect((await deliver(deleted({ id }))).status).toBe(200);
    expect(await remaining()).toEqual([]);
  });

  test("100 different ones at once are all done in the end, and none is left half done", async () => {
    const flood = Array.from({ length: 100 }, (_, index) => ({
      id: `msg_flood_${index}`,
      user: `user_flood${index}`,
    }));
    const send = ({ id, user }: { id: string; user: string }) =>
      deliver(message("user.deleted", { id: user, deleted: true }, { id }));
    const first = await Promise.all(flood.map(send));
    for (const { status } of first) expect([200, 503]).toContain(status);
    // Clerk sends again what was answered 503.
    for (const [index, one] of flood.entries()) {
      if (first[index]?.status !== 200) {
        await vi.waitFor(async () => expect((await send(one)).status).toBe(200), 10_000);
      }
    }
    for (const { id } of flood) expect((await deliveries.read(id))[1]?.state, id).toBe("done");
  });

  test("of a flood while Firestore hangs each is answered 503 in time to be sent again", async () => {
    backends.faults.add({ match: "*", hang: true });
    const started = performance.now();
    const flood = Array.from({ length: 100 }, (_, index) =>
      deliver(message("user.deleted", { id: `user_hung${index}` })),
    );
    for (const { status } of await Promise.all(flood)) expect(status).toBe(503);
    // Clerk waits for 15 s. One after the other, those of a lane would take 25 s.
    expect(performance.now() - started).toBeLessThan(14_000);
  });

  test("is answered 503 while Firestore is down", async () => {
    backends.faults.add({ match: "*", code: 7 });
    expect((await deliver(deleted({}))).status).toBe(503);
  });
});
