import { Webhook } from "standardwebhooks";
import { expect, type Target, test } from "./support.ts";

const PATH = "/api/webhooks/clerk";

interface Message {
  id: string;
  at: Date;
  body: string;
  headers: Record<string, string>;
}

let counter = 0;

/** A message as Clerk signs it. The user is gone already, so that it may be believed without harm. */
function signed(target: Target, at = new Date()): Message {
  counter += 1;
  const id = `msg_${process.pid}_${counter}`;
  const data = { id: `user_gone${counter}`, deleted: true };
  const body = JSON.stringify({ type: "user.deleted", data, object: "event" });
  const signature = new Webhook(target.local.webhookSecret).sign(id, at, body);
  const headers = {
    "content-type": "application/json",
    "svix-id": id,
    "svix-timestamp": String(Math.floor(at.getTime() / 1_000)),
    "svix-signature": signature,
  };
  return { id, at, body, headers };
}

const without = (headers: Record<string, string>, name: string) =>
  Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name));

const REFUSED: Record<
  string,
  (target: Target) => { body: string; headers: Record<string, string> }
> = {
  unsigned: (target) => ({ ...signed(target), headers: { "content-type": "application/json" } }),
  "with another body": (target) => ({
    ...signed(target),
    body: '{"type":"user.deleted","data":{"id":"user_local_pro"}}',
  }),
  "with a space more": (target) => {
    const message = signed(target);
    return { ...message, body: `${message.body} ` };
  },
  "from ten minutes ago": (target) => signed(target, new Date(Date.now() - 600_000)),
  "from ten minutes ahead": (target) => signed(target, new Date(Date.now() + 600_000)),
  "with another time": (target) => {
    const { body, headers } = signed(target);
    return {
      body,
      headers: { ...headers, "svix-timestamp": String(Number(headers["svix-timestamp"]) + 1) },
    };
  },
  "with another id": (target) => {
    const { body, headers } = signed(target);
    return { body, headers: { ...headers, "svix-id": "msg_other" } };
  },
  "signed with another secret": (target) => {
    const { id, at, body, headers } = signed(target);
    const other = new Webhook(
      `whsec_${Buffer.from("another secret, of 32 bytes long").toString("base64")}`,
    );
    return { body, headers: { ...headers, "svix-signature": other.sign(id, at, body) } };
  },
  "with an empty signature": (target) => {
    const { body, headers } = signed(target);
    return { body, headers: { ...headers, "svix-signature": "v1," } };
  },
  "with an unknown kind of signature": (target) => {
    const { body, headers } = signed(target);
    return {
      body,
      headers: {
        ...headers,
        "svix-signature": (headers["svix-signature"] ?? "").replace("v1,", "v9,"),
      },
    };
  },
  ...Object.fromEntries(
    ["svix-id", "svix-timestamp", "svix-signature"].map((name) => [
      `without ${name}`,
      (target: Target) => {
        const { body, headers } = signed(target);
        return { body, headers: without(headers, name) };
      },
    ]),
  ),
};

for (const [name, make] of Object.entries(REFUSED)) {
  test(`a webhook ${name} is refused`, async ({ target }) => {
    const { body, headers } = make(target);
    const answer = await target.send(PATH, { method: "POST", headers, body });
    expect([400, 401]).toContain(answer.status);
  });
}

test("a signed webhook is taken once, however often it comes", async ({ target }) => {
  const { body, headers } = signed(target);
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => target.send(PATH, { method: "POST", headers, body }, 503)),
  );
  // Those that meet the first at work are told to come again.
  for (const { status } of answers) expect([200, 503]).toContain(status);
  const again = await target.send(PATH, { method: "POST", headers, body });
  expect(JSON.parse(again.body)).toEqual({ handled: true, duplicate: true });
  const handled = answers.filter(({ body: text }) => text.includes('"duplicate":false'));
  expect(handled).toHaveLength(1);
});

test("a webhook's session is no session", async ({ target }) => {
  const cookie = await target.cookieOf("owner");
  const headers = { cookie, "content-type": "application/json" };
  const answer = await target.send(PATH, { method: "POST", headers, body: "{}" });
  expect(answer.status).toBe(401);
});
