import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { SESSION_TOKEN_TEMPLATE } from "~/lib/auth/claims";

const PATCH = JSON.stringify({ session: { claims: SESSION_TOKEN_TEMPLATE } });
const folder = mkdtempSync(join(tmpdir(), "setup-clerk-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Stands where npm does: Clerk's program needs an account. Says what it was started with. */
const npm = join(folder, "npm.cjs");
writeFileSync(npm, "console.log(JSON.stringify(process.argv.slice(2))); process.exitCode = 3;");

function setUp(args: string[]) {
  return new Promise<{ code: number; lines: string[]; stderr: string }>((resolve) => {
    execFile(
      process.execPath,
      ["scripts/setup-clerk.ts", ...args],
      { env: { ...process.env, npm_execpath: npm } },
      (error, stdout, stderr) =>
        resolve({ code: Number(error?.code ?? 0), lines: stdout.trim().split("\n"), stderr }),
    );
  });
}

test("prints the command with the template of the code", async () => {
  const { code, lines } = await setUp(["--print", "--instance", "prod"]);
  expect(code).toBe(0);
  expect(lines).toEqual([
    expect.stringMatching(/^npx clerk@\d+\.\d+\.\d+ config patch --instance prod --json '/),
  ]);
  expect(lines[0]).toContain(`'${PATCH}'`);
});

test("starts Clerk's command line with the same arguments, and ends with its exit code", async () => {
  const { code, lines } = await setUp(["--app", "app_1", "--dry-run"]);
  expect(code).toBe(3);
  expect(JSON.parse(lines[1] ?? "")).toEqual([
    ...["exec", "--yes", "--", expect.stringMatching(/^clerk@/)],
    ...["config", "patch", "--app", "app_1", "--dry-run", "--json", PATCH],
  ]);
});

test("--yes is passed on, so that Clerk's command line doesn't ask", async () => {
  const { lines } = await setUp(["--instance", "ins_2abc", "--yes"]);
  expect(JSON.parse(lines[1] ?? "")).toEqual(
    expect.arrayContaining(["--instance", "ins_2abc", "--yes"]),
  );
});

test.each([
  [["--force"], "--force"],
  [["--instance", "production", "--yes"], "--instance must be dev, prod, or an id"],
  [["--instance=", "--yes"], "--instance must be dev, prod, or an id"],
  [["--app", "My app", "--yes"], "--app must be an id"],
  [[], "This is no terminal, so you can't be asked. Give --yes"],
  [["--instance", "prod"], "This is no terminal"],
])("misuse %j is explained, and Clerk's command line isn't started", async (args, sentence) => {
  const { code, lines, stderr } = await setUp(args);
  expect(stderr).toContain(sentence);
  expect(stderr).toContain("Usage: npm run setup:clerk");
  expect(lines).toEqual([""]);
  expect(code).toBe(2);
});
