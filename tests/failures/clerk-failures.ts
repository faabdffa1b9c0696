import type { Faults } from "@claims-starter/local-service";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { withinTime } from "~/lib/calls/shared-deadline";
import type { Result } from "~/lib/firebase/errors";
import { testUser } from "~/tests/support/backends";
import { type Failure, failOnce } from "./cell.ts";
import { CLERK } from "./failures.ts";

export interface ClerkCall {
  name: string;
  /** The request that fails. `ID` stands for the cell's own user, so that cells can run side by side. */
  match: string;
  call: (id: string) => Promise<Result<unknown, unknown>>;
  /** By default, all of them. */
  failures?: Failure[];
  /** Its deadline, when it has one of its own. */
  ms?: number;
}

/** Every call to Clerk's Backend API × every way in which Clerk can fail: the real SDK over HTTP. */
export function clerkCells(calls: readonly ClerkCall[]) {
  const cells = calls.flatMap(({ name, match, call, failures = CLERK, ms }, row) =>
    failures.map((failure, column) => {
      const id = `user_c${row}x${column}`;
      const what = `${name} under ${failure[0]}`;
      return { what, match: match.replace("ID", id), call, failure, id, ms };
    }),
  );
  return {
    /** The users that Clerk must have. */
    users: cells.map(({ id }) => testUser(id)),
    testThem(faults: () => Faults): void {
      describe.concurrent("Clerk fails", () => {
        test.each(cells)("$what", async ({ match, call, failure, id, ms }) => {
          await failOnce(faults(), match, failure, id, () => call(id), ms);
        });
      });

      describe("nothing listens", () => {
        beforeAll(() => {
          const { CLERK_API_URL } = process.env;
          vi.stubEnv("CLERK_API_URL", "http://localhost:9");
          return () => vi.stubEnv("CLERK_API_URL", CLERK_API_URL);
        });

        test.each(calls)("$name is unavailable, in words and in time", async ({ call }) => {
          const [error] = await withinTime(1_500, () => call("user_c0x0"));
          expect(error).toMatchObject({
            code: "unavailable",
            isRetryable: true,
            message: "The service cannot be reached. Please try again.",
          });
        });
      });
    },
  };
}
