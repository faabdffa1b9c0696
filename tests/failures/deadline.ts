import { expect } from "vitest";
import type { Session } from "~/lib/auth/session";
import type { Action } from "~/types/action";
import { inRequest } from "./request.ts";
import { asVisitor } from "./visitor.ts";

/**
 * Sends a form while the services are so slow that each call keeps its own limit, and all of them
 * together would take longer than a visitor may have to wait.
 */
export async function expectAnswerInTime<Data>(
  action: Action<Data>,
  session: Session,
  fields: Record<string, string>,
): Promise<void> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  const started = performance.now();
  const answer = await inRequest("request-of-the-action", () =>
    asVisitor(session, () => action(null, form)),
  );
  expect(performance.now() - started).toBeLessThan(8_000);
  expect(answer).toMatchObject({
    success: false,
    code: "deadline-exceeded",
    error: "The service took too long to answer. Please try again.",
    retryable: true,
  });
}
