import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseEnv } from "node:util";
import { createClerkClient, verifyToken } from "@clerk/backend";
import { afterAll, expect, onTestFinished, test } from "vitest";

const CLI = fileURLToPath(new URL("./cli.ts", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "local-clerk-cli-"));
afterAll(() => rmSync(folder, { recursive: true }));

function start(...args: string[]) {
  const child: ChildProcess = spawn(process.execPath, [CLI, "--port", "0", ...args]);
  onTestFinished(() => void child.kill());
  const output = { stdout: "", stderr: "" };
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    output.stdout += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    output.stderr += text;
  });
  return { child, output };
}

function writeJson(name: string, content: unknown): string {
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify(content));
  return file;
}

test("prints a .env file with which Clerk's SDK reaches it, and ends at SIGTERM", async () => {
  const users = writeJson("users.json", [
    { id: "user_1", email: "one@example.com", password: "password-1", publicMetadata: { a: 1 } },
  ]);
  const claims = writeJson("claims.json", { a: "{{user.public_metadata.a}}" });
  const { child, output } = start(
    ...["--users", users, "--session-claims", claims, "--webhook-url", "http://localhost:1/hook"],
  );
  await expect.poll(() => output.stdout, { timeout: 10_000 }).toContain("WEBHOOK");

  const env = parseEnv(output.stdout);
  expect(env).toMatchObject({
    NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: expect.stringMatching(/^pk_test_/),
    CLERK_FAPI_URL: env.CLERK_API_URL,
    NEXT_PUBLIC_CLERK_PROXY_URL: "/__clerk",
    CLERK_WEBHOOK_SIGNING_SECRET: expect.stringMatching(/^whsec_/),
  });
  const { CLERK_SECRET_KEY: secretKey = "", CLERK_API_URL: apiUrl = "" } = env;
  const { sessions } = createClerkClient({ secretKey, apiUrl, telemetry: { disabled: true } });
  const { id } = await sessions.createSession({ userId: "user_1" });
  const { jwt } = await sessions.getToken(id);
  expect(await verifyToken(jwt, { jwtKey: env.CLERK_JWT_KEY ?? "" })).toMatchObject({ a: 1 });

  child.kill("SIGTERM");
  expect(await once(child, "exit")).toEqual([0, null]);
});

/** What the running command's Backend API has, and the command. */
async function usersOf({ child, output }: ReturnType<typeof start>) {
  await expect.poll(() => output.stdout, { timeout: 10_000 }).toContain("TELEMETRY");
  const { CLERK_SECRET_KEY: secretKey = "", CLERK_API_URL: apiUrl = "" } = parseEnv(output.stdout);
  const { users } = createClerkClient({ secretKey, apiUrl, telemetry: { disabled: true } });
  const { data } = await users.getUserList();
  return { users, ids: data.map(({ id }) => id), child };
}

test("a seed may be TypeScript, and --reset begins with it again", async () => {
  const seed = join(folder, "seed.ts");
  const user = { id: "user_seed", email: "seed@example.com", password: "password-1" };
  writeFileSync(seed, `type A = string;\nexport default { users: [${JSON.stringify(user)}] };\n`);
  const args = ["--seed", seed, "--data-dir", join(folder, "data"), "--quiet"];
  const first = start(...args);
  const { users, ids, child } = await usersOf(first);
  expect(ids).toEqual(["user_seed"]);
  await users.createUser({ emailAddress: ["new@example.com"], skipPasswordRequirement: true });
  child.kill("SIGTERM");
  expect(await once(child, "exit")).toEqual([0, null]);
  expect(first.output.stderr).toBe("");

  const again = await usersOf(start(...args));
  expect(again.ids).toHaveLength(2);
  again.child.kill("SIGTERM");
  await once(again.child, "exit");
  expect((await usersOf(start(...args, "--reset"))).ids).toEqual(["user_seed"]);
});

const ONE = { id: "user_1", email: "one@example.com", password: "password-1" };
const ACME = {
  id: "org_acme",
  name: "Acme",
  slug: "acme",
  members: [{ userId: ONE.id, role: "org:billing" }],
};

test("a seed has organizations with their members, which switches organizations on", async () => {
  const { child, output } = start(
    "--seed",
    writeJson("organizations.json", {
      users: [ONE],
      organizations: [ACME],
      roles: [{ key: "org:billing", name: "Billing", permissions: ["org:invoices:create"] }],
    }),
  );
  await expect.poll(() => output.stdout, { timeout: 10_000 }).toContain("TELEMETRY");
  const { CLERK_SECRET_KEY: secretKey = "", CLERK_API_URL: apiUrl = "" } = parseEnv(output.stdout);
  const { organizations } = createClerkClient({ secretKey, apiUrl, telemetry: { disabled: true } });
  const { data } = await organizations.getOrganizationMembershipList({ organizationId: ACME.id });
  expect(data).toMatchObject([
    {
      role: "org:billing",
      permissions: ["org:invoices:create"],
      organization: { slug: "acme" },
      publicUserData: { userId: ONE.id },
    },
  ]);
  child.kill("SIGTERM");
  expect(await once(child, "exit")).toEqual([0, null]);
});

test("a member whose user is missing is named, and the exit code is 1", async () => {
  const members = [{ userId: "user_nobody", role: "org:admin" }];
  const seed = { users: [ONE], organizations: [{ ...ACME, members }] };
  const { child, output } = start("--seed", writeJson("nobody.json", seed));
  expect(await once(child, "exit")).toEqual([1, null]);
  expect(output.stderr).toContain("members[0].userId of org_acme is user_nobody");
  expect(output.stderr).not.toContain("    at ");
});

test.each([
  [
    "a field that is wrong",
    { users: [{ id: "user_1", email: "x", password: "p" }] },
    "users[0].email",
  ],
  ["a field that nobody knows", { user: [] }, '"user"'],
  ["an address that two have", { users: [ONE, { ...ONE, id: "user_2" }] }, "users[1].email"],
  ["a slug that doesn't fit", { organizations: [{ ...ACME, slug: "A" }] }, "organizations[0].slug"],
  [
    "a member without a role",
    { organizations: [{ ...ACME, members: [{ userId: ONE.id }] }] },
    "organizations[0].members[0].role",
  ],
  [
    "a member who is there twice",
    { organizations: [{ ...ACME, members: [...ACME.members, ...ACME.members] }] },
    "organizations[0].members[1].userId",
  ],
])("names %s in a seed, and exits with 1", async (_, content, field) => {
  const { child, output } = start("--seed", writeJson("wrong-seed.json", content));
  expect(await once(child, "exit")).toEqual([1, null]);
  expect(output.stderr).toContain("wrong-seed.json does not fit:");
  expect(output.stderr).toContain(field);
  expect(output.stdout).toBe("");
});

test.each([
  [["--reset"], /Name one with --data-dir/],
  [["--seed", "missing.json"], /^--seed missing\.json: ENOENT/],
  [["--port=http"], /--port is "http"; use a number from 0 to 65535/],
  [["--proxy-port", "abc", "--", "node"], /^--proxy-port is "abc"; use a number/],
  [["--"], /^There is no COMMAND after --/],
  [["--webhook-url", "foo"], /^--webhook-url is "foo"; use an address/],
  [["--nothing"], /Unknown option '--nothing'/],
])("refuses %o, and exits with 1", async (args, message) => {
  const { child, output } = start(...args);
  expect(await once(child, "exit")).toEqual([1, null]);
  expect(output.stderr).toMatch(message);
  expect(output.stderr).not.toContain("    at ");
});

test("says in a sentence what is wrong with a file, and exits with 1", async () => {
  const users = writeJson("wrong.json", [{ id: "somebody", email: "a@example.com" }]);
  const { child, output } = start("--users", users);
  expect(await once(child, "exit")).toEqual([1, null]);
  expect(output.stderr).toContain("must be user_ and then");
  expect(output.stderr).not.toContain("    at ");
});
