import { afterAll, beforeAll } from "vitest";
import { startBackends } from "~/tests/support/backends";
import { collectLog } from "./cell.ts";

type Backends = Awaited<ReturnType<typeof startBackends>>;
type Users = Parameters<typeof startBackends>[0]["users"];

/** Local services for the tests of a file, whose log lines are collected. */
export function servicesForTests(users: Users = []): () => Backends {
  let backends: Backends;
  beforeAll(async () => {
    collectLog();
    backends = await startBackends({ users });
  });
  afterAll(() => backends.close());
  return () => backends;
}
