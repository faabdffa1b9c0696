import type { Faults } from "@claims-starter/local-service";
import { beforeAll, describe, test, vi } from "vitest";
import type { Result } from "~/lib/firebase/errors";
import { testUser } from "~/tests/support/backends";
import { type Cell, expectFailure, expectRecovery, type Failure, failOnce } from "./cell.ts";
import { CLERK } from "./failures.ts";

export interface ClerkCall extends Pick<Cell, "ms" | "denial" | "calls"> {
  name: string;
  /** The request that fails. `ID` stands for the cell's own user, so that cells can run side by side. */
  match: string | ((id: string) => string);
  call: (id: string) => Promise<Result<unknown, unknown>>;
  /** By default, all of them. */
  failures?: Failure[];
}

/** The user of a cell. It ends with a letter, so that none is the start of another one. */
function cellUser(row: number, column: number): string {
  return `user_c${row}x${column}z`;
}

/** Every call to Clerk's Backend API × every way in which Clerk can fail: the real SDK over HTTP. */
export function clerkCells(calls: readonly ClerkCall[]) {
  const cells = calls.flatMap(({ name, match, call, failures = CLERK, ms, denial }, row) =>
    failures.map((failure, column) => {
      const about = cellUser(row, column);
      const cell = { about, call: () => call(about), ms, denial };
      const matched = () => (typeof match === "string" ? match.replace("ID", about) : match(about));
      return { what: `${name} under ${failure[0]}`, matched, failure, cell };
    }),
  );
  const refused = calls.map(({ name, call, denial, calls: failing }, row) => {
    const about = cellUser(row, CLERK.length);
    const cell = { about, call: () => call(about), denial, calls: failing };
    return { name, cell };
  });
  return {
    /** The users that Clerk must have. */
    users: [...cells, ...refused].map(({ cell }) => testUser(cell.about)),
    testThem(faults: () => Faults): void {
      // A first call loads what the others find loaded.
      beforeAll(() => Promise.all(refused.map(({ cell }) => expectRecovery(cell.call))));

      describe.concurrent("Clerk fails", () => {
        test.each(cells)("$what", async ({ matched, failure, cell }) => {
          await failOnce(faults(), matched(), failure, cell);
        });
      });

      describe("nothing listens where Clerk was", () => {
        beforeAll(() => {
          const { CLERK_API_URL } = process.env;
          vi.stubEnv("CLERK_API_URL", "http://localhost:9");
          return () => vi.stubEnv("CLERK_API_URL", CLERK_API_URL);
        });

        test.concurrent.each(refused)("$name is told so", async ({ cell }) => {
          await expectFailure({ ...cell, expected: ["unavailable"] });
        });
      });

      describe("Clerk listens again", () => {
        test.concurrent.each(refused)("$name works again", ({ cell }) => expectRecovery(cell.call));
      });
    },
  };
}
