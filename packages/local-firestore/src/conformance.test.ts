/**
 * What the Admin SDK sees, checked once against the local Firestore and, when FIRESTORE_EMULATOR_JAR
 * names the jar of Google's emulator, once against that: both must pass everything.
 */
import { readFileSync } from "node:fs";
import { deleteApp, initializeApp } from "firebase-admin/app";
import { type Firestore, getFirestore } from "firebase-admin/firestore";
import { afterAll, beforeAll, describe, expect, type RunnerTask, test, vi } from "vitest";
import { aggregations } from "./conformance/aggregations.ts";
import { batches } from "./conformance/batches.ts";
import { collections } from "./conformance/collections.ts";
import { cursors } from "./conformance/cursors.ts";
import { documents } from "./conformance/documents.ts";
import { startGoogleEmulator } from "./conformance/google-emulator.ts";
import { listeners } from "./conformance/listeners.ts";
import { queries } from "./conformance/queries.ts";
import { transactions } from "./conformance/transactions.ts";
import { transforms } from "./conformance/transforms.ts";
import { values } from "./conformance/values.ts";
import { vectors } from "./conformance/vectors.ts";
import { startLocalFirestore } from "./server.ts";

interface Running {
  host: string;
  close(): Promise<void>;
}

function column(start: () => Promise<Running>): void {
  let running: Running;
  let db: Firestore;
  const app = initializeApp({ projectId: "conformance" }, crypto.randomUUID());

  beforeAll(async () => {
    running = await start();
    vi.stubEnv("FIRESTORE_EMULATOR_HOST", running.host);
    vi.stubEnv("METADATA_SERVER_DETECTION", "none");
    db = getFirestore(app);
    // Otherwise a read that fails is tried again for seconds, even when its arguments are wrong.
    db.settings({ gaxServerStreamingRetries: true });
  }, 60_000);
  afterAll(async () => {
    await deleteApp(app);
    await running.close();
    vi.unstubAllEnvs();
  });

  const suites = {
    documents,
    values,
    vectors,
    transforms,
    queries,
    cursors,
    aggregations,
    collections,
    transactions,
    batches,
    listeners,
  };
  for (const [name, suite] of Object.entries(suites)) describe(name, () => suite(() => db));
}

/** How many checks a group has. */
function checksIn(task: RunnerTask): number {
  return task.type === "suite" ? task.tasks.reduce((sum, one) => sum + checksIn(one), 0) : 1;
}

describe("the local Firestore", { timeout: 20_000 }, () => {
  column(() => startLocalFirestore());
});

const jar = process.env.FIRESTORE_EMULATOR_JAR;
describe("Google's emulator", { timeout: 60_000 }, () => {
  if (jar) column(() => startGoogleEmulator(jar));
  else test.skip("was not compared: FIRESTORE_EMULATOR_JAR is not set", () => {});
});

test("CONFORMANCE.md has every check", ({ task }) => {
  const [local] = task.file.tasks;
  const groups = local?.type === "suite" ? local.tasks : [];
  const rows = groups.map(
    (group) => `| ${group.name} | ${checksIn(group)} of ${checksIn(group)} |`,
  );
  const table = readFileSync(new URL("../CONFORMANCE.md", import.meta.url), "utf8");
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) expect(table).toContain(row);
});
