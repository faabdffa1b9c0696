/**
 * Compares the local Firestore with a simple model of Firestore, or with another server:
 *   npm run compare -w @claims-starter/local-firestore -- [--seed N] [--seeds N] [--against HOST:PORT]
 * FIRESTORE_EMULATOR_HOST_TO_COMPARE is the same as --against. A difference is printed with the
 * shortest writes and queries that show it, and the command ends with 1.
 */
import { parseArgs } from "node:util";
import { startLocalFirestore } from "../server.ts";
import { connect } from "../testing/clients.ts";
import { compareSides } from "./compare.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    seeds: { type: "string", default: "1" },
    scenarios: { type: "string", default: "10" },
    against: { type: "string" },
  },
});
const against = values.against ?? process.env.FIRESTORE_EMULATOR_HOST_TO_COMPARE;
const first = Number(values.seed);

const server = await startLocalFirestore({ log: console.error });
const client = connect(server.host);
const other = against ? connect(against) : undefined;
console.log(`The local Firestore and ${against ?? "the model"}:`);
try {
  for (let seed = first; seed < first + Number(values.seeds); seed++) {
    const counts = await compareSides(client.db, {
      seed,
      scenarios: Number(values.scenarios),
      ...(other && { other: other.db }),
    });
    const { operations, queries, refused } = counts;
    console.log(
      `seed ${seed}: ${operations} writes, ${queries} queries (${refused} refused), the same`,
    );
    await server.reset();
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
await client[Symbol.asyncDispose]();
await other?.[Symbol.asyncDispose]();
await server.close();
