import { randomUUID } from "node:crypto";
import fc from "fast-check";
import type { Firestore } from "firebase-admin/firestore";
import { Model } from "./model.ts";
import { checkProperties } from "./properties.ts";
import { type Round, scenario } from "./scenario.ts";
import { Server, type Side } from "./side.ts";

export interface Counts {
  operations: number;
  queries: number;
  refused: number;
}

/**
 * Runs random writes and queries on a server and on another side, the model unless it is given, and
 * compares every answer.
 * @returns how much was compared
 * @throws {Error} with the seed and the shortest scenario that fast-check finds for a difference
 */
export async function compareSides(
  db: Firestore,
  { seed, scenarios, other }: { seed: number; scenarios: number; other?: Firestore },
): Promise<Counts> {
  const counts: Counts = { operations: 0, queries: 0, refused: 0 };
  const property = fc.asyncProperty(scenario, async (rounds) => {
    const collection = db.collection(`compare-${randomUUID()}`);
    const server = new Server(collection);
    const reference = other ? new Server(other.collection(collection.id)) : new Model();
    for (const round of rounds) await compareRound(server, reference, round, counts);
    await checkProperties(collection, rounds);
  });
  await fc.assert(property, { seed, numRuns: scenarios, includeErrorInReport: true });
  return counts;
}

async function compareRound(
  server: Side,
  reference: Side,
  { commits, queries }: Round,
  counts: Counts,
): Promise<void> {
  for (const writes of commits) {
    counts.operations += writes.length;
    expectSame(await server.commit(writes), await reference.commit(writes), writes);
  }
  await Promise.all(
    queries.map(async (query) => {
      const answer = await server.answer(query);
      expectSame(answer, await reference.answer(query), query);
      counts.queries += 1;
      if (/^\d$/.test(answer) && query.answer === "documents") counts.refused += 1;
    }),
  );
}

function expectSame(actual: string, expected: string, what: unknown): void {
  if (actual === expected) return;
  throw new Error(`${JSON.stringify(what)}\n  server:    ${actual}\n  reference: ${expected}`);
}
