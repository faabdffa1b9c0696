import { expect, test, vi } from "vitest";
import { z } from "zod";
import { collection } from "~/lib/firebase/collection";
import { readUsersReport } from "~/lib/reports/users-report";
import { testUser } from "~/tests/support/backends";
import { type Failure, failOnce } from "../../cell.ts";
import { CLERK, FIRESTORE } from "../../failures.ts";
import { servicesForTests } from "../../services.ts";

vi.mock("next/headers", () => import("../../request.ts"));

/**
 * The users report reads the stored report, counts Clerk's users and stores the new one. It needs
 * Clerk alone: without Firestore it is counted for each visit. There is one document, so one cell
 * runs after the other, and of Firestore's failures only those that differ for it.
 */
const STORE = FIRESTORE.filter(([name]) =>
  /^(UNAVAILABLE|PERMISSION_DENIED|a hang)$/.test(name),
).map(([name, fault]): Failure => [name, fault, null]);

const cells = [
  ...CLERK.map((failure) => ["counting", "GET /v1/users?*limit=500*", failure] as const),
  ...STORE.map((failure) => ["reading", "BatchGetDocuments *reports/users", failure] as const),
  ...STORE.map((failure) => ["storing", "Commit *reports/users", failure] as const),
  // A wrong key is told at once, for each of the two.
  ...STORE.filter(([name]) => name !== "PERMISSION_DENIED").map(
    (failure) => ["reading and storing", "*reports/users", failure] as const,
  ),
].map(([what, match, failure], cell) => {
  return { what: `${what} under ${failure[0]}`, match, failure, about: `report-${cell}-` };
});

const stored = collection("reports", z.object({}));

const backends = servicesForTests([testUser("user_counted")]);

test.each(cells)("the users report, $what", { timeout: 60_000 }, async (cell) => {
  const { match, failure, about } = cell;
  async function count(): Promise<void> {
    await stored.remove("users");
    const told = await failOnce(backends().faults, match, failure, {
      about,
      call: readUsersReport,
    });
    expect(told).toHaveLength(failure[1].delayMs ? 0 : 1);
  }
  // What an earlier cell gave up may be stored only now. Then it is shown, and nothing is counted.
  await vi.waitFor(count, { timeout: 50_000 });
});
