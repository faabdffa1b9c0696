import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type LocalClerk, startLocalClerk } from "@claims-starter/local-clerk";
import { createClerkClient } from "@clerk/backend";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ROLES } from "~/lib/auth/claims";
import { testUser } from "~/tests/support/backends";

const SCRIPT = fileURLToPath(new URL("../../scripts/grant.ts", import.meta.url));

let clerk: LocalClerk;
let folder: string;

beforeAll(async () => {
  const fresh = { publicMetadata: { onboardingComplete: true, teamId: "acme" } };
  clerk = await startLocalClerk({
    users: [
      { ...testUser("user_first"), ...fresh },
      testUser("user_second"),
      testUser("user_asked"),
      testUser("user_file"),
      testUser("user_only_admin", { role: "admin" }),
    ],
  });
  folder = mkdtempSync(join(tmpdir(), "grant-"));
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await clerk.close();
});

/** The script as a person runs it, in a folder without .env files, with `input` typed in. */
async function grant(args: string[], input = "", env: Record<string, string> = {}) {
  const keys = { CLERK_SECRET_KEY: clerk.secretKey, CLERK_API_URL: clerk.url, ...env };
  return new Promise<{ code: number; output: string }>((resolve) => {
    const child = execFile(
      process.execPath,
      [SCRIPT, "--", ...args],
      { cwd: folder, env: { ...process.env, LOCAL_STATE_DIR: folder, ...keys } },
      (error, stdout, stderr) =>
        resolve({ code: Number(error?.code ?? 0), output: stdout + stderr }),
    );
    child.stdin?.end(input);
  });
}

async function claimsOf(userId: string) {
  const { apiUrl, secretKey } = { apiUrl: clerk.url, secretKey: clerk.secretKey };
  return (await createClerkClient({ apiUrl, secretKey }).users.getUser(userId)).publicMetadata;
}

test("shows what it is about to change, asks, writes, and leaves other claims alone", async () => {
  const { code, output } = await grant(["USER-first@example.com", "--role", "admin"], "y\n");
  expect(output).toContain("role: user → admin");
  expect(output).toContain("Written.");
  expect(code).toBe(0);
  expect(await claimsOf("user_first")).toEqual({
    onboardingComplete: true,
    teamId: "acme",
    role: "admin",
  });
});

test.each([["n\n"], ["\n"], [""], ["maybe\n"]])(
  "writes nothing on the answer %j",
  async (answer) => {
    const { code, output } = await grant(["user-asked@example.com", "--plan", "pro"], answer);
    expect(output).toContain("Nothing was written.");
    expect(code).toBe(1);
    expect(await claimsOf("user_asked")).toEqual({ onboardingComplete: true });
  },
);

test("--yes asks nothing", async () => {
  const args = ["user-second@example.com", "--role", "moderator", "--plan", "pro", "--yes"];
  expect((await grant(args)).code).toBe(0);
  expect(await claimsOf("user_second")).toMatchObject({ role: "moderator", plan: "pro" });
  const again = await grant(args);
  expect(again.output).toContain("has that already");
  expect(again.code).toBe(1);
});

test("refuses an address that nobody has, or that is only part of one", async () => {
  for (const email of ["nobody@example.com", "first@example.com"]) {
    const { code, output } = await grant([email, "--role", "admin", "--yes"]);
    expect(output).toContain(`No user has the address ${email}`);
    expect(code).toBe(1);
  }
});

test("does not take the role from the last admin", async () => {
  const clerkWithOne = await startLocalClerk({
    users: [testUser("user_only_admin", { role: "admin" }), testUser("user_other")],
  });
  const env = { CLERK_SECRET_KEY: clerkWithOne.secretKey, CLERK_API_URL: clerkWithOne.url };
  const args = ["user-only-admin@example.com", "--role", "user", "--yes"];
  const { code, output } = await grant(args, "", env);
  expect(output).toContain("is the last admin");
  expect(code).toBe(1);
  await clerkWithOne.close();
});

test.each([
  [[], /email address/],
  [["admin@example.com"], /Give --role or --plan/],
  [["admin@example.com", "--role", "root"], `role must be one of ${ROLES.join(", ")}`],
  [["admin@example.com", "--rolle", "admin"], /rolle/],
  [["a@example.com", "b@example.com", "--role", "admin"], /one email address/],
])("misuse %j is explained with the usage", async (args, message) => {
  const { code, output } = await grant(args);
  expect(output).toMatch(message);
  expect(output).toContain("Usage: npm run grant");
  expect(output).not.toMatch(/\bat .*\.ts:\d/);
  expect(code).toBe(2);
});

test("works on the local services that run, and says what is missing when none do", async () => {
  const none = { CLERK_SECRET_KEY: "", CLERK_API_URL: "" };
  const args = ["user-asked@example.com", "--plan", "enterprise", "--yes"];
  expect((await grant(args, "", none)).output).toContain("no local services are running");

  const { url: apiUrl, secretKey } = clerk;
  writeFileSync(join(folder, "services.json"), JSON.stringify({ clerk: { apiUrl, secretKey } }));
  const { code, output } = await grant(args, "", none);
  expect(output).toContain("in the local Clerk");
  expect(code).toBe(0);
  expect(await claimsOf("user_asked")).toMatchObject({ plan: "enterprise" });
});

test("--env-file names the instance, as Next would read it, and nothing else counts", async () => {
  const args = ["user-file@example.com", "--plan", "pro", "--yes", "--env-file"];
  const file = join(folder, ".env.live");
  const parts = clerk.secretKey.match(/^(.{20})(.*)$/)?.slice(1) ?? [];
  const key = `START=${parts[0]}\nCLERK_SECRET_KEY="\${START}${parts[1]}"\n`;
  writeFileSync(file, `${key}export CLERK_API_URL=${clerk.url} # local\n`);
  // The shell's variables would lead nowhere.
  const shell = {
    CLERK_SECRET_KEY: "sk_test_shell",
    CLERK_API_URL: "http://localhost:9",
    START: "x",
  };
  const { code, output } = await grant([...args, file], "", shell);
  expect(output).toContain("Written.");
  expect(code).toBe(0);
  expect(await claimsOf("user_file")).toMatchObject({ plan: "pro" });

  writeFileSync(file, "LOG_LEVEL=info\n");
  const without = await grant([...args, file]);
  expect(without.output.trim()).toBe(`No CLERK_SECRET_KEY in ${file}.`);
  expect(without.code).toBe(1);
  const none = await grant([...args, join(folder, "none")]);
  expect(none.output).toMatch(/^The file \S+none isn't there or can't be read\.\nUsage: /);
  expect(none.code).toBe(2);
});

test("a wrong key and an unreachable Clerk are sentences", async () => {
  const args = ["user-asked@example.com", "--plan", "free", "--yes"];
  const wrong = await grant(args, "", { CLERK_SECRET_KEY: `sk_test_${"x".repeat(20)}` });
  expect(wrong.output.trim()).toBe("Clerk refuses CLERK_SECRET_KEY.");
  const away = await grant(args, "", { CLERK_API_URL: "http://localhost:9" });
  expect(away.output.trim()).toBe("Clerk cannot be reached. Nothing more was done.");
});
