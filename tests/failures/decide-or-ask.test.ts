import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { decideOrAsk } from "~/lib/access/ask-clerk";
import { findPath } from "~/lib/auth/policy";
import { createLogger } from "~/lib/logger";
import { readUser } from "~/lib/users";
import { startBackends, testUser } from "~/tests/support/backends";
import { findGated } from "../e2e/support/gated.ts";
import { collectLog, lines } from "./cell.ts";
import { CLERK } from "./failures.ts";
import { sessionOf } from "./visitor.ts";

const path = findPath(findGated({ role: "admin" })?.path ?? "");

/** They are admins, and their tokens don't know yet. */
const visits = CLERK.flatMap(([what, fault, expected], column) =>
  expected ? [{ what, fault, expected, id: `user_denied${column}` }] : [],
);

let backends: Awaited<ReturnType<typeof startBackends>>;
beforeAll(async () => {
  collectLog();
  backends = await startBackends({
    users: visits.map(({ id }) => testUser(id, { role: "admin" })),
  });
  await readUser("user_denied0"); // the first call loads the SDK
});
afterAll(() => backends.close());

describe.skipIf(!path).concurrent("Clerk fails, asked for a denied visitor's newer claims", () => {
  test.each(visits)(
    "$what: the denial stands, and later the new role counts",
    async ({ fault, expected, id }) => {
      const log = createLogger({ module: "test" });
      const ask = async () => (await decideOrAsk(path, sessionOf(id), () => log)).decision.kind;
      backends.faults.add({ match: `GET /v1/users/${id}`, ...fault });
      const started = performance.now();
      expect(await ask()).toBe("forbidden");
      expect(performance.now() - started).toBeLessThan(1_500 + 1_500);
      backends.faults.clear(`GET /v1/users/${id}`);
      const told = lines.filter((line) => JSON.stringify(line).includes(id));
      expect(told).toHaveLength(1);
      // The question has half a second, which a busy machine may need for itself.
      expect([...expected, "deadline-exceeded"]).toContain(told[0]?.errorCode);
      // Clerk is asked three times a second at most.
      await vi.waitFor(async () => expect(await ask()).toBe("allow"), { timeout: 8_000 });
    },
  );
});
