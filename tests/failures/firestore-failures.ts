import { beforeAll, describe, test } from "vitest";
import type { Result } from "~/lib/firebase/errors";
import type { startBackends } from "~/tests/support/backends";
import { expectFailure, expectRecovery, failOnce } from "./cell.ts";
import { FIRESTORE, RESET } from "./failures.ts";

/**
 * `ID` in `match` stands for the cell's own user, so that cells can run side by side. By default, all
 * that is done with their documents fails.
 */
export type FirestoreCall = [
  name: string,
  call: (id: string) => Promise<Result<unknown, unknown>>,
  match?: string,
];

type Backends = Awaited<ReturnType<typeof startBackends>>;

/** The cells of a row: each failure, and when nothing listens. */
export const COLUMNS = FIRESTORE.length + 2;

/** The user of a cell. It ends with a letter, so that none is the start of another one. */
export function cellUser(row: number, column: number): string {
  return `user_f${row}x${column}z`;
}

/** Every call to Firestore × every way in which Firestore can fail: the real Admin SDK over gRPC. */
export function testFirestoreFailures(backends: () => Backends, calls: FirestoreCall[]): void {
  const rows = calls.map(([name, call, match = "*/ID"], row) => ({ name, call, match, row }));
  const cells = rows.flatMap(({ name, call, match, row }) =>
    [...FIRESTORE, RESET].map((failure, column) => {
      const id = cellUser(row, column);
      const what = `${name} under ${failure[0]}`;
      const isOwn = match.includes("ID");
      return { what, match: match.replace("ID", id), call: () => call(id), failure, id, isOwn };
    }),
  );
  const refused = rows.map(({ name, call, row }) => {
    const about = cellUser(row, COLUMNS - 1);
    return { name, about, call: () => call(about) };
  });

  type Cell = (typeof cells)[number];
  async function fail({ match, call, failure, id }: Cell): Promise<void> {
    await failOnce(backends().faults, match, failure, { about: id, call });
  }

  // A first call loads what the others find loaded.
  beforeAll(() => Promise.all(refused.map(({ call }) => expectRecovery(call))));

  for (const [title, some] of [
    ["Firestore fails", cells.filter(({ failure }) => failure !== RESET)],
    ["Firestore hangs up", cells.filter(({ failure }) => failure === RESET)],
  ] as const) {
    describe(title, () => {
      test.concurrent.for(some.filter(({ isOwn }) => isOwn))("$what", fail);
      test.for(some.filter(({ isOwn }) => !isOwn))("$what", fail);
    });
  }

  describe("nothing listens where Firestore was", () => {
    beforeAll(() => backends().stopFirestore());

    test.concurrent.each(refused)("$name is told so", async ({ about, call }) => {
      await expectFailure({ expected: RESET[2], about, call });
    });
  });
  describe("Firestore listens again", () => {
    test.concurrent.each(refused)("$name works again", ({ call }) => expectRecovery(call));
  });
}
