import { expect, onTestFinished, test } from "vitest";
import { startLocalFirestore } from "../server.ts";
import { connect } from "../testing/clients.ts";
import { compareSides } from "./compare.ts";

test.each([1, 3])("seed %d finds no difference from the model", async (seed) => {
  const server = await startLocalFirestore();
  const client = connect(server.host);
  onTestFinished(async () => {
    await client[Symbol.asyncDispose]();
    await server.close();
  });
  const { operations, queries, refused } = await compareSides(client.db, { seed, scenarios: 3 });
  expect(operations).toBeGreaterThan(30);
  expect(queries).toBeGreaterThan(50);
  expect(refused).toBeGreaterThan(5);
});
