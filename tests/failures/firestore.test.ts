import { afterAll, beforeAll, vi } from "vitest";
import { forgetUser } from "~/lib/firebase/collection";
import type { Result } from "~/lib/firebase/errors";
import { markComplete, readOnboarding, saveAnswer } from "~/lib/onboarding/store";
import { processOnce } from "~/lib/webhooks/deliveries";
import { startBackends } from "~/tests/support/backends";
import { collectLog } from "./cell.ts";
import { testFirestoreFailures } from "./firestore-failures.ts";

vi.mock("next/headers", () => import("./request.ts"));

const done = async (): Promise<Result<null>> => [null, null];

let backends: Awaited<ReturnType<typeof startBackends>>;
beforeAll(async () => {
  collectLog();
  backends = await startBackends({ users: [] });
});
afterAll(() => backends.close());

testFirestoreFailures(
  () => backends,
  [
    ["readOnboarding", (id) => readOnboarding(id)],
    ["saveAnswer", (id) => saveAnswer(id, "welcome", {})],
    ["markComplete", (id) => markComplete(id)],
    ["forgetUser", (id) => forgetUser(id, [])],
    ["processOnce", (id) => processOnce(id, done)],
  ],
);
