import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { PHASE_PRODUCTION_BUILD } from "next/constants";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import nextConfig from "~/next.config";
import { RIGHT, type Variables, WRONG } from "./wrong-environments.ts";

const NAMES = new Set([
  ...Object.keys(RIGHT),
  ...WRONG.flatMap(([, change]) => Object.keys(change)),
  ..."VERCEL GOOGLE_APPLICATION_CREDENTIALS GOOGLE_CLOUD_PROJECT K_SERVICE".split(" "),
]);

// The Node that npm may have fetched for development is refused, whatever the environment.
const { execPath } = process;
process.execPath = "/usr/bin/node";
afterAll(() => {
  process.execPath = execPath;
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

function use(variables: Variables): void {
  for (const name of NAMES) vi.stubEnv(name, variables[name]);
}

/** What is written before the process ends with exit code 1, or null when it goes on. */
async function refusal(check: () => Promise<unknown>): Promise<string | null> {
  const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const exit = vi.spyOn(process, "exit").mockImplementation((code) => {
    throw new Error(`exit ${code}`);
  });
  try {
    await check();
    return null;
  } catch (error) {
    expect(error).toEqual(new Error("exit 1"));
    return write.mock.calls.join("");
  } finally {
    write.mockRestore();
    exit.mockRestore();
  }
}

/** What `next build` would end with. It loads the configuration first. */
function buildProblem(variables: Variables): Promise<string | null> {
  use(variables);
  return refusal(() => nextConfig(PHASE_PRODUCTION_BUILD));
}

/** What a server that starts would end with. */
async function startProblem(variables: Variables): Promise<string | null> {
  use(variables);
  vi.resetModules(); // A process reads its environment once.
  const { refuseWrongEnvironment } = await import("~/lib/env/startup");
  return refusal(async () => refuseWrongEnvironment());
}

/** Whatever of the values would be a leak: all of them, and each line of a PEM key. */
function secretsOf(variables: Variables): string[] {
  return Object.values(variables)
    .flatMap((value = "") => [value.trim(), ...value.split(/\\n|\n/)])
    .filter((part) => part.length > 8 && !part.startsWith("-----") && part !== "production");
}

test("the right environment is accepted", async () => {
  expect(await buildProblem(RIGHT)).toBeNull();
  expect(await startProblem(RIGHT)).toBeNull();
});

test("a wrong environment differs from the right one, and there are many", () => {
  expect(WRONG.length).toBeGreaterThan(60);
  const all = WRONG.map(([, change]) => JSON.stringify(change, (_, value) => value ?? null));
  expect(new Set(all).size).toBe(WRONG.length);
});

test.each(WRONG)("a build and a start are refused when %s", async (_what, change, sentence) => {
  const variables = { ...RIGHT, ...change };
  const problem = await buildProblem(variables);
  expect(problem).toContain(sentence);
  // What points at local services is wrong in production, too, whatever it holds.
  const others = problem
    ?.trim()
    .split("\n")
    .filter((line) => !line.includes(sentence));
  expect(others?.filter((line) => !line.includes("point"))).toEqual([]);
  expect(await startProblem(variables)).toBe(problem);
  for (const secret of secretsOf(variables)) expect(problem).not.toContain(secret);
});

test("everything that is wrong is named at once, a line each", async () => {
  const problem = await buildProblem({ NODE_ENV: "production", LOG_LEVEL: "very-loud" });
  expect(
    problem
      ?.trim()
      .split("\n")
      .map((line) => line.split(" ")[0]),
  ).toEqual([
    "CLERK_JWT_KEY",
    "Firestore",
    "CLERK_SECRET_KEY",
    "LOG_LEVEL",
    "NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY",
  ]);
});

test("Node itself loads the configuration of a build, and ends with the sentences alone", async () => {
  const script = `import("./next.config.ts").then((m) => m.default("${PHASE_PRODUCTION_BUILD}"))`;
  const wrong = { ...RIGHT, CLERK_SECRET_KEY: `"${RIGHT.CLERK_SECRET_KEY}"` };
  const env = { ...wrong, NODE_ENV: "production" as const };
  const ended = promisify(execFile)(execPath, ["-e", script], { env });
  const { code, stderr } = await ended.then(
    () => ({ code: 0, stderr: "" }),
    (error: { code: number; stderr: string }) => error,
  );
  expect(stderr).toBe("CLERK_SECRET_KEY has quotes around it. Remove them.\n");
  expect(code).toBe(1);
});
