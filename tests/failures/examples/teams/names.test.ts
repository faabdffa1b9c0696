import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createTeam } from "~/lib/teams/membership";
import { readTeam } from "~/lib/teams/read-team";
import { startBackends, testUser } from "~/tests/support/backends";
import { collectLog, failOnce } from "../../cell.ts";
import { CLERK } from "../../failures.ts";

vi.mock("next/headers", () => import("../../request.ts"));

/** A team is shown without the names that only Clerk has. */
const cells = CLERK.map(([what, fault, expected], column) => {
  const id = `user_t${column}z`;
  return { what, fault, codes: expected, id };
});

let backends: Awaited<ReturnType<typeof startBackends>>;
beforeAll(async () => {
  collectLog();
  const users = cells.map(({ id }) => ({ ...testUser(id), firstName: "Named" }));
  backends = await startBackends({ users });
  await Promise.all(cells.map(({ id }) => createTeam("Team", id)));
  await readTeam("user_t0z", 1); // the first call loads Clerk's SDK
});
afterAll(() => backends.close());

test.concurrent.for(cells)(
  "a team without its members' names under $what",
  async ({ what, fault, codes, id }) => {
    const seen: (string | undefined)[] = [];
    async function call() {
      const result = await readTeam(id, 1);
      seen.push(result[1]?.members[0]?.name);
      return result;
    }
    const match = `GET /v1/users?*user_id=${id}*`;
    const told = await failOnce(backends.faults, match, [what, fault, null], { about: id, call });
    expect(told.map(({ errorCode }) => errorCode)).toEqual(codes ?? []);
    expect(seen).toEqual([codes ? "" : "Named", "Named"]);
  },
);
