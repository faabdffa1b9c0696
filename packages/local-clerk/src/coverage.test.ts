import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { isClerkAPIResponseError } from "@clerk/shared/error";
import { expect, test } from "vitest";
import { z } from "zod";
import { FEATURES } from "./features.ts";
import { type BackendMethod, backendMethods } from "./testing/backend-methods.ts";
import { backendClient, startTestClerk } from "./testing/local-clerk.ts";

const REFUSAL = /^The local Clerk does not implement ((?:GET|POST|PUT|PATCH|DELETE) \/\S+)\.$/;

/** The call that the local Clerk has not, or undefined when it has. Any other error than Clerk's fails the test. */
async function refusedCall({ name, call }: BackendMethod): Promise<string | undefined> {
  try {
    await call();
    return undefined;
  } catch (error) {
    if (!isClerkAPIResponseError(error) || error.status === undefined) {
      throw new Error(`${name} made no call`, { cause: error });
    }
    expect(error.status, name).not.toBe(500);
    const refused = REFUSAL.exec(error.errors[0]?.message ?? "")?.[1];
    if (refused !== undefined) expect(error.status, name).toBe(501);
    return refused?.replaceAll("id_1", ":id");
  }
}

function version(): string {
  const require = createRequire(import.meta.url);
  const file = readFileSync(require.resolve("@clerk/backend/package.json"), "utf8");
  return z.object({ version: z.string() }).parse(JSON.parse(file)).version;
}

// After a change: npx vitest run --project packages packages/local-clerk/src/coverage.test.ts -u
test("COVERAGE.md says of every method whether it works, and which call it misses", async () => {
  await using clerk = await startTestClerk({ features: FEATURES, organizations: true });
  const methods = backendMethods(backendClient(clerk));
  const rows: string[] = [];
  let working = 0;
  for (const method of methods) {
    const refused = await refusedCall(method);
    if (refused === undefined) working += 1;
    rows.push(
      `| \`${method.name}\` | ${refused === undefined ? "works" : `501: \`${refused}\``} |`,
    );
  }
  const text = `# What of the Backend API works

\`createClerkClient()\` of @clerk/backend ${version()} has ${methods.length} methods. ${working} work here, and
${methods.length - working} answer 501 with the call that is missing. A test calls each of them and writes this file.

| method | |
| --- | --- |
${rows.join("\n")}
`;
  await expect(text).toMatchFileSnapshot("../COVERAGE.md");
  expect(working).toBeGreaterThan(80);
});
