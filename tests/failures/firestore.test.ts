import { vi } from "vitest";
import { forgetUser } from "~/lib/firebase/collection";
import type { Result } from "~/lib/firebase/errors";
import { markComplete, readOnboarding, saveAnswer } from "~/lib/onboarding/store";
import { processOnce } from "~/lib/webhooks/deliveries";
import { testFirestoreFailures } from "./firestore-failures.ts";
import { servicesForTests } from "./services.ts";

vi.mock("next/headers", () => import("./request.ts"));

const done = async (): Promise<Result<null>> => [null, null];

const backends = servicesForTests();

testFirestoreFailures(backends, [
  ["readOnboarding", (id) => readOnboarding(id)],
  ["saveAnswer", (id) => saveAnswer(id, "welcome", {})],
  ["markComplete", (id) => markComplete(id)],
  ["forgetUser", (id) => forgetUser(id, [])],
  ["processOnce", (id) => processOnce(id, done)],
]);
