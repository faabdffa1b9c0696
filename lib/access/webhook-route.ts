import "server-only";
import { verifyWebhook } from "@clerk/nextjs/webhooks";
import { NextRequest } from "next/server";
import { readTextUpTo } from "~/lib/access/body";
import type { SignedPath } from "~/lib/auth/policy";
import { readEnv } from "~/lib/env";
import type { Result } from "~/lib/firebase/errors";
import { requestLogger } from "~/lib/request-id";
import { type UserEvent, userEventSchema } from "~/lib/webhooks/clerk-events";
import { processOnce } from "~/lib/webhooks/deliveries";

/** Clerk's largest message is a user with three times 8 KB of metadata. */
const MOST_BYTES = 256 * 1_024;

function answer(status: number, body: object): Response {
  const headers = { "cache-control": "no-store", ...(status >= 500 && { "retry-after": "5" }) };
  return Response.json(body, { status, headers });
}

/**
 * The guard of a handler for Clerk's webhooks, which come without a session: verifies the signature
 * over the body, and hands each message about a user on once. Whatever is not answered with 2xx is
 * sent again, so a failure here costs a delay and no data.
 * @see https://clerk.com/docs/guides/development/webhooks/overview
 */
export function webhookRoute(
  path: SignedPath,
  handle: (event: UserEvent) => Promise<Result<null>>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const log = await requestLogger({ module: "webhook" });
    const signingSecret = readEnv().CLERK_WEBHOOK_SIGNING_SECRET;
    if (!signingSecret) {
      log.error(
        "CLERK_WEBHOOK_SIGNING_SECRET is not set: copy it from the Clerk Dashboard, Webhooks, into the environment",
      );
      return answer(503, { error: { code: "unavailable", message: "Not set up yet." } });
    }

    const body = await readTextUpTo(request, MOST_BYTES);
    if (body === null) {
      return answer(413, { error: { code: "validation", message: "The message is too large." } });
    }
    // The signature covers these bytes: they are verified as they came, never as JSON written anew.
    const { url, headers } = request;
    const verified = await verifyWebhook(new NextRequest(url, { method: "POST", headers, body }), {
      signingSecret,
    }).catch((error: unknown) => {
      log.warn({ path, err: error }, "Webhook refused");
      return null;
    });
    const id = headers.get("svix-id")?.trim();
    if (!verified || !id) {
      return answer(401, {
        error: { code: "unauthenticated", message: "The signature is wrong." },
      });
    }

    const event = userEventSchema.safeParse(verified);
    if (!event.success) {
      log.debug({ type: verified.type, messageId: id }, "Webhook of no interest");
      return answer(200, { handled: false });
    }
    const { type, data } = event.data;
    const [error, outcome] = await processOnce(id, () => handle(event.data));
    if (error) {
      log.warn({ type, userId: data.id, messageId: id, err: error }, "Webhook failed");
      return answer(503, { error: { code: error.code, message: error.message } });
    }
    log.info({ type, userId: data.id, messageId: id, outcome }, "Webhook handled");
    return answer(200, { handled: true, duplicate: outcome === "duplicate" });
  };
}
