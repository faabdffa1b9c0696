import { randomBytes } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { userLocks } from "~/lib/audit/locks";
import { serverTime } from "~/lib/firebase/collection";
import { membersOf, teams } from "~/lib/teams/collections";
import { startBackends, testUser } from "~/tests/support/backends";

const secret = `whsec_${randomBytes(24).toString("base64")}`;
const PASSWORD = "local-password-1";

let backends: Awaited<ReturnType<typeof startBackends>>;
let POST: typeof import("~/app/api/webhooks/clerk/route").POST;
let store: typeof import("~/lib/onboarding/store");
let names: typeof import("~/lib/moderation/names");
let audit: typeof import("~/lib/audit/entries");
let counter = 0;

beforeAll(async () => {
  backends = await startBackends({ users: [testUser("user_admin", { role: "admin" })] });
  vi.stubEnv("CLERK_WEBHOOK_SIGNING_SECRET", secret);
  ({ POST } = await import("~/app/api/webhooks/clerk/route"));
  store = await import("~/lib/onboarding/store");
  names = await import("~/lib/moderation/names");
  audit = await import("~/lib/audit/entries");
});

afterEach(() => backends.faults.clear());
afterAll(() => backends.close());

async function newUser(publicMetadata: UserPublicMetadata = {}): Promise<string> {
  counter += 1;
  const emailAddress = [`webhook-${counter}@example.com`];
  return (
    await backends.client.users.createUser({ emailAddress, password: PASSWORD, publicMetadata })
  ).id;
}

async function claimsOf(userId: string) {
  return (await backends.client.users.getUser(userId)).publicMetadata;
}

interface Message {
  id?: string;
  sentAt?: Date;
  /** What arrives, when it is not what was signed. */
  arrives?: (body: string) => string;
  signedWith?: string;
}

function message(type: string, data: object, options: Message = {}): Request {
  counter += 1;
  const { id = `msg_${counter}`, sentAt = new Date(), arrives = (text) => text } = options;
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

/** Writes of metadata that Clerk saw for a user: the work that must be done once. */
function patches(userId: string) {
  return backends.requests
    .list()
    .filter(({ method, path }) => method === "PATCH" && path.includes(userId)).length;
}

describe("who may send", () => {
  const minutes = (count: number) => new Date(Date.now() + count * 60_000);
  const refused: [string, (id: string) => Request][] = [
    ["no signature", (id) => new Request(message("user.created", { id }), { headers: {} })],
    [
      "a signature made with another secret",
      (id) =>
        message(
          "user.created",
          { id },
          { signedWith: `whsec_${randomBytes(24).toString("base64")}` },
        ),
    ],
    ["an old timestamp", (id) => message("user.created", { id }, { sentAt: minutes(-6) })],
    ["a timestamp in the future", (id) => message("user.created", { id }, { sentAt: minutes(6) })],
    [
      "a body altered by one byte",
      (id) =>
        message("user.created", { id }, { arrives: (text) => text.replace("event", "evenT") }),
    ],
    [
      "a body written anew as JSON",
      (id) =>
        message(
          "user.created",
          { id },
          { arrives: (text) => JSON.stringify(JSON.parse(text), null, 1) },
        ),
    ],
  ];

  test.each(refused)("%s is answered 401, and nothing is done", async (_what, make) => {
    const userId = await newUser();
    expect((await POST(make(userId))).status).toBe(401);
    expect(await claimsOf(userId)).toEqual({});
  });

  test("a signature that stands for another message id is refused", async () => {
    const userId = await newUser();
    const sent = message("user.created", { id: userId });
    sent.headers.set("svix-id", "msg_other");
    expect((await POST(sent)).status).toBe(401);
  });

  test("a body that is too large is refused before it is read whole", async () => {
    const request = message(
      "user.created",
      { id: "user_x" },
      { arrives: () => "x".repeat(300_000) },
    );
    expect((await POST(request)).status).toBe(413);
  });

  test("without a signing secret nothing is taken, and it is to be sent again", async () => {
    vi.stubEnv("CLERK_WEBHOOK_SIGNING_SECRET", "");
    expect((await POST(message("user.updated", { id: "user_x" }))).status).toBe(503);
    vi.stubEnv("CLERK_WEBHOOK_SIGNING_SECRET", secret);
  });

  test.each(["session.created", "user.created_later", "organization.deleted"])(
    "%s is acknowledged and left alone",
    async (type) => {
      const response = await POST(message(type, { id: "sess_1" }));
      expect(response.status).toBe(200);
      expect(await response.json()).toEqual({ handled: false });
    },
  );
});

describe("user.created", () => {
  test("gives the claims that everybody starts with", async () => {
    const userId = await newUser();
    const response = await POST(message("user.created", { id: userId }));
    expect(response.status).toBe(200);
    expect(await claimsOf(userId)).toEqual({ role: "user", plan: "free" });
  });

  test("comes late: leaves what is set, and does not believe the data it carries", async () => {
    const userId = await newUser({ role: "admin", onboardingComplete: true });
    const stale = { id: userId, public_metadata: {} };
    await POST(message("user.created", stale));
    expect(await claimsOf(userId)).toEqual({
      role: "admin",
      plan: "free",
      onboardingComplete: true,
    });
  });

  test("comes after a payment: leaves the plan that was given", async () => {
    const userId = await newUser({ plan: "enterprise" });
    await POST(message("user.created", { id: userId }));
    expect(await claimsOf(userId)).toEqual({ role: "user", plan: "enterprise" });
  });

  test("comes after the user has gone: acknowledged", async () => {
    const userId = await newUser();
    await backends.client.users.deleteUser(userId);
    expect((await POST(message("user.deleted", { id: userId }))).status).toBe(200);
    expect((await POST(message("user.created", { id: userId }))).status).toBe(200);
  });

  test("waits for an admin who is changing this user", { timeout: 15_000 }, async () => {
    const userId = await newUser();
    await userLocks.merge(userId, { pending: "change", since: await serverTime() });
    const response = await POST(message("user.created", { id: userId }));
    expect(response.status).toBe(503);
    expect(await claimsOf(userId)).toEqual({});
  });
});

describe("the same message again", () => {
  test("a replay is answered without doing the work twice", async () => {
    const userId = await newUser();
    const id = "msg_replayed";
    expect(await (await POST(message("user.created", { id: userId }, { id }))).json()).toEqual({
      handled: true,
      duplicate: false,
    });
    const before = patches(userId);
    const again = await POST(message("user.created", { id: userId }, { id }));
    expect(again.status).toBe(200);
    expect(await again.json()).toEqual({ handled: true, duplicate: true });
    expect(patches(userId)).toBe(before);
  });

  test("of 10 at once one does the work, and no other claims it while it may still fail", {
    timeout: 20_000,
  }, async () => {
    const userId = await newUser();
    const id = "msg_parallel";
    const responses = await Promise.all(
      Array.from({ length: 10 }, () => POST(message("user.created", { id: userId }, { id }))),
    );
    const bodies = await Promise.all(responses.map((response) => response.json()));
    expect(bodies.filter((body) => body.duplicate === false)).toHaveLength(1);
    for (const { status } of responses) expect([200, 503]).toContain(status);
    expect(patches(userId)).toBe(1);
    expect(await claimsOf(userId)).toEqual({ role: "user", plan: "free" });
  });

  test("work that failed is answered 503 and done by the next delivery", {
    timeout: 20_000,
  }, async () => {
    const userId = await newUser();
    const id = "msg_failed";
    backends.faults.add({ match: `PATCH /v1/users/${userId}/metadata`, status: 403 });
    const failed = await POST(message("user.created", { id: userId }, { id }));
    expect(failed.status).toBe(503);
    expect(failed.headers.get("retry-after")).toBe("5");
    backends.faults.clear();
    expect((await POST(message("user.created", { id: userId }, { id }))).status).toBe(200);
    expect(await claimsOf(userId)).toEqual({ role: "user", plan: "free" });
  });

  test("a Firestore that is down is answered 503", { timeout: 20_000 }, async () => {
    backends.faults.add({ match: "*", code: 7 });
    expect((await POST(message("user.updated", { id: "user_x" }))).status).toBe(503);
  });
});

describe("user.deleted", () => {
  test("removes what Firestore holds about the user, and keeps the audit log", async () => {
    const userId = await newUser();
    const other = await newUser();
    const { createTeam } = await import("~/lib/teams/membership");
    const joining = (id: string) => ({ userId: id, displayName: "Name", previousTeamId: null });
    const slug = `team-${counter}`;
    await createTeam({ name: "Team", slug }, joining(other));
    const [, team] = await teams.read(slug);
    const { joinTeam } = await import("~/lib/teams/membership");
    await joinTeam(team?.code ?? "", joining(userId));
    await store.saveAnswer(userId, "profile", { displayName: "Name" }, slug);
    const at = await serverTime();
    await names.nameReviews.merge(userId, {
      name: "Name",
      verdict: "approved",
      moderatorId: other,
      at,
    });
    await userLocks.merge(userId, { pending: null, since: at });
    await audit.auditLog.merge("kept", {
      actorId: "user_admin",
      targetId: userId,
      change: { kind: "private-metadata", fields: ["billingId"] },
      requestId: null,
      at,
      state: "done",
    });

    for (let time = 0; time < 2; time += 1) {
      expect((await POST(message("user.deleted", { id: userId, deleted: true }))).status).toBe(200);
      expect(await membersOf(slug).read(userId)).toEqual([null, null]);
      expect((await teams.read(slug))[1]?.memberCount).toBe(1);
      expect((await store.readOnboarding(userId))[1]).toMatchObject({ answers: {}, teamId: null });
      expect(await names.nameReviews.read(userId)).toEqual([null, null]);
      expect(await userLocks.read(userId)).toEqual([null, null]);
    }
    expect((await audit.auditLog.read("kept"))[1]?.targetId).toBe(userId);
  });
});

test("each message about a user makes the next report a new one", async () => {
  const { readUsersReport } = await import("~/lib/reports/users-report");
  const [, first] = await readUsersReport();
  await newUser();
  const [, same] = await readUsersReport();
  expect(same?.report.total).toBe(first?.report.total);
  await POST(message("user.updated", { id: "user_admin" }));
  const [, next] = await readUsersReport();
  expect(next?.report.total).toBe((first?.report.total ?? 0) + 1);
});
