import { afterAll, beforeAll, vi } from "vitest";
import { check } from "~/lib/access/check";
import type { Denial } from "~/lib/access/denial";
import type { Result } from "~/lib/firebase/errors";
import { startBackends } from "~/tests/support/backends";
import { collectLog } from "./cell.ts";
import { clerkCells } from "./clerk-failures.ts";
import { asVisitor, sessionOf } from "./visitor.ts";

vi.mock("next/headers", () => import("./request.ts"));
vi.mock("~/lib/auth/session", () => import("./visitor.ts"));

const sessions = new Map<string, string>();

/** Asks Clerk for the visitor and their session as they are now. It fails closed. */
function fresh(id: string): Promise<Result<unknown, Denial>> {
  const session = sessionOf(id, {}, sessions.get(id));
  return asVisitor(session, () => check("/dashboard", { fresh: true }));
}

const { users, testThem } = clerkCells([
  {
    name: "fresh, reading the user",
    match: "GET /v1/users/ID",
    call: fresh,
    denial: "unconfirmed",
    calls: 2, // Of the user and of the session.
  },
  {
    name: "fresh, reading the session",
    match: (id) => `GET /v1/sessions/${sessions.get(id)}`,
    call: fresh,
    denial: "unconfirmed",
    calls: 2,
  },
]);

let backends: Awaited<ReturnType<typeof startBackends>>;
beforeAll(async () => {
  collectLog();
  backends = await startBackends({ users });
  for (const { id } of users) {
    await backends.signIn(id);
    const { data } = await backends.client.sessions.getSessionList({ userId: id });
    sessions.set(id, data[0]?.id ?? "");
  }
});
afterAll(() => backends.close());

testThem(() => backends.faults);
