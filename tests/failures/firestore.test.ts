import { afterAll, beforeAll, describe, test } from "vitest";
import { auditLog } from "~/lib/admin/audit-log";
import { forgetUser } from "~/lib/firebase/collection";
import type { Result } from "~/lib/firebase/errors";
import { markComplete, readOnboarding, saveAnswer } from "~/lib/onboarding/store";
import { members, teams } from "~/lib/teams/collections";
import { createTeam, joinTeam, leaveTeam, rotateCode } from "~/lib/teams/membership";
import { processOnce } from "~/lib/webhooks/deliveries";
import { startBackends } from "~/tests/support/backends";
import { collectLog, type Failure, failOnce } from "./cell.ts";

/**
 * Every call to Firestore × every way in which Firestore can fail: the real Admin SDK over gRPC.
 * What the SDK takes for passing it tries again by itself, so it may reach the deadline.
 */
const FIRESTORE: Failure[] = [
  ["UNAVAILABLE", { code: 14 }, ["unavailable", "deadline-exceeded"]],
  ["DEADLINE_EXCEEDED", { code: 4 }, ["deadline-exceeded"]],
  ["RESOURCE_EXHAUSTED", { code: 8 }, ["rate-limited", "deadline-exceeded"]],
  ["ABORTED", { code: 10 }, ["conflict", "deadline-exceeded"]],
  ["PERMISSION_DENIED", { code: 7 }, ["permission-denied"]],
  ["UNAUTHENTICATED", { code: 16 }, ["unauthenticated"]],
  ["INTERNAL", { code: 13 }, ["internal", "deadline-exceeded"]],
  ["a hang", { hang: true }, ["deadline-exceeded"]],
  ["a slow answer", { delayMs: 200 }, null],
];

type Call = [name: string, call: (id: string) => Promise<Result<unknown, unknown>>];

const done = async (): Promise<Result<null>> => [null, null];

/** Each cell has a user of its own, so that cells can run side by side. */
const CALLS: Call[] = [
  ["readOnboarding", (id) => readOnboarding(id)],
  ["saveAnswer", (id) => saveAnswer(id, "welcome", {})],
  ["markComplete", (id) => markComplete(id)],
  ["members.read", (id) => members.read(id)],
  ["members.remove", (id) => members.remove(id)],
  ["createTeam", (id) => createTeam("Team", id)],
  ["joinTeam", (id) => joinTeam(code, id)],
  ["leaveTeam", (id) => leaveTeam(id, id)],
  ["rotateCode", (id) => rotate(id)],
  ["an audit entry", (id) => auditLog.read(id)],
  ["forgetUser", (id) => forgetUser(id, [])],
  ["processOnce", (id) => processOnce(id, done)],
];

let code = "";

/** Someone without a team is refused, which is an answer and no failure of Firestore's. */
async function rotate(id: string): Promise<Result<unknown, unknown>> {
  const [problem] = await rotateCode(id);
  return problem && "kind" in problem ? [null, null] : [problem, null];
}

const cells = CALLS.flatMap(([name, call], row) =>
  FIRESTORE.map((failure, column) => {
    const id = `user_f${row}x${column}`;
    return {
      what: `${name} under ${failure[0]}`,
      call,
      failure,
      id,
    };
  }),
);

let backends: Awaited<ReturnType<typeof startBackends>>;
beforeAll(async () => {
  collectLog();
  backends = await startBackends({ users: [] });
  const [, teamId] = await createTeam("Open to all", "user_owner");
  code = (await teams.read(teamId ?? ""))[1]?.code ?? "";
});
afterAll(() => backends.close());

describe.concurrent("Firestore fails", () => {
  test.each(cells)("$what", async ({ call, failure, id }) => {
    await failOnce(backends.faults, `*/${id}`, failure, id, () => call(id));
  });
});
