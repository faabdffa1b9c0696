import "server-only";
import { verifyWebhook } from "@clerk/nextjs/webhooks";
import { NextRequest } from "next/server";
import { z } from "zod";
import type { SignedPath } from "~/lib/auth/policy";
import { userIdSchema } from "~/lib/auth/user-id";
import { env } from "~/lib/env";
import { onceAMinute } from "~/lib/log/once-a-minute";
import { readTextUpTo } from "~/lib/request/read-text";
import { requestLogger } from "~/lib/request/request-id";
import type { UserWork } from "~/lib/webhooks/clerk-events";
import { processOnce } from "~/lib/webhooks/deliveries";

/** Clerk's largest message is a user with three times 8 KB of metadata. */
const MOST_BYTES = 256 * 1_024;
/** Becomes the id of a Firestore document, which must not be `..` or `__reserved__`. */
const MESSAGE_ID = /^[A-Za-z0-9][\w.-]{0,127}$/;

const userMessage = z.object({ type: z.string(), data: z.object({ id: userIdSchema }) });

/** Anyone can send a message that is refused. */
const limited = onceAMinute();

/** Messages that are worked on at a time. Of a thousand at once all would be late. */
const LANES = 20;
const lanes: Promise<unknown>[] = [];
let count = 0;

/** Clerk gives up after 15 s. A message whose turn comes later than this is better sent again. */
const LONGEST_WAIT_MS = 3_000;

/** Does the work once the message before it in its lane is done; null when that took too long. */
function inTurn<Value>(work: () => Promise<Value>): Promise<Value | null> {
  count += 1;
  const came = performance.now();
  const begin = () => (performance.now() - came > LONGEST_WAIT_MS ? null : work());
  const turn = (lanes[count % LANES] ?? Promise.resolve()).then(begin, begin);
  lanes[count % LANES] = turn;
  return turn;
}

function answer(status: number, body: object): Response {
  const headers = { "cache-control": "no-store", ...(status >= 500 && { "retry-after": "5" }) };
  return Response.json(body, { status, headers });
}

function refuse(status: number, code: string, message: string): Response {
  return answer(status, { error: { code, message } });
}

/**
 * The guard of a handler for Clerk's webhooks, which come without a session: verifies the signature
 * and does the work for each message once. Clerk repeats a message until it is answered with 2xx,
 * so a failure here delays the work and loses nothing.
 * @see https://clerk.com/docs/guides/development/webhooks/overview
 */
export function webhookRoute(
  path: SignedPath,
  workByType: UserWork,
): (request: Request) => Promise<Response> {
  const works = new Map(Object.entries(workByType));
  return async (request) => {
    const log = await requestLogger({ module: "webhook", path });
    const signingSecret = env().CLERK_WEBHOOK_SIGNING_SECRET;
    if (!signingSecret) {
      limited("no secret", (leftOut) => {
        log.error(
          { leftOut },
          "CLERK_WEBHOOK_SIGNING_SECRET is not set: copy it from the Clerk Dashboard",
        );
      });
      return refuse(503, "unavailable", "Not set up yet.");
    }

    const body = await readTextUpTo(request, MOST_BYTES);
    if (body === null) return refuse(413, "too-large", "The message is too large or too slow.");
    // The signature covers these bytes, so they are verified as they came.
    const { url, headers } = request;
    const signed = new NextRequest(url, { method: "POST", headers, body });
    const verified = await verifyWebhook(signed, { signingSecret }).catch((error: unknown) => {
      limited("bad signature", (leftOut) => {
        log.warn({ err: error, leftOut }, "Webhook refused");
      });
    });
    if (!verified) return refuse(401, "bad-signature", "The signature is wrong.");
    const messageId = headers.get("svix-id")?.trim() ?? "";
    if (!MESSAGE_ID.test(messageId)) return refuse(400, "bad-id", "The message id is not valid.");

    const { data: message } = userMessage.safeParse(verified);
    const work = message && works.get(message.type);
    if (!work) return answer(200, { handled: false });
    const about = { type: message.type, userId: message.data.id, messageId };
    const result = await inTurn(() => processOnce(messageId, () => work(about.userId)));
    if (!result) {
      limited("too many", (leftOut) => log.warn({ leftOut }, "Webhook put off: too many at once"));
      return refuse(503, "unavailable", "Please send it again.");
    }
    const [error, outcome] = result;
    if (error) {
      log.warn({ ...about, errorCode: error.code, err: error }, "Webhook failed");
      return refuse(503, "unavailable", "Please send it again.");
    }
    log.info({ ...about, outcome }, "Webhook handled");
    return answer(200, { handled: true, duplicate: outcome === "duplicate" });
  };
}
