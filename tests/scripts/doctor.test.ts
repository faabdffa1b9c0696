import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type LocalClerk, startLocalClerk } from "@claims-starter/local-clerk";
import { type LocalFirestore, startLocalFirestore } from "@claims-starter/local-firestore";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { CLAIM_NAMES, SESSION_TOKEN_TEMPLATE } from "~/lib/auth/claims";
import { OLDEST_NODE } from "~/lib/env/supported-node";
import { checkNodeVersion, diagnose } from "~/scripts/doctor/diagnose.ts";
import type { Finding } from "~/scripts/doctor/finding.ts";
import { checkFirestore } from "~/scripts/doctor/firestore.ts";
import { credentialsSource } from "~/scripts/doctor/google-credentials.ts";
import { checkVariables } from "~/scripts/doctor/variables.ts";
import { readEnvFile } from "~/scripts/env-file.ts";
import { RIGHT } from "~/tests/environment/wrong-environments.ts";
import { testUser } from "~/tests/support/backends";
import { freePort } from "~/tests/tools/free-port.ts";
import { liveKeys, realKeys } from "~/tests/tools/keys.ts";

const SCRIPT = fileURLToPath(new URL("../../scripts/doctor.ts", import.meta.url));
const { metadata } = SESSION_TOKEN_TEMPLATE;

let clerk: LocalClerk;
let other: LocalClerk;
let firestore: LocalFirestore;
let folder: string;
let healthy: Record<string, string>;

beforeAll(async () => {
  const users = [testUser("user_away"), testUser("user_here", { role: "admin" })];
  [clerk, other, firestore] = await Promise.all([
    startLocalClerk({ users, sessionClaims: SESSION_TOKEN_TEMPLATE }),
    startLocalClerk(),
    startLocalFirestore(),
  ]);
  await control("POST", "/sign-in", { userId: "user_here", origin: "http://localhost:3000" });
  healthy = {
    NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: clerk.publishableKey,
    CLERK_SECRET_KEY: clerk.secretKey,
    CLERK_JWT_KEY: clerk.jwtKey,
    CLERK_WEBHOOK_SIGNING_SECRET: `whsec_${"x".repeat(32)}`,
    CLERK_API_URL: clerk.url,
    CLERK_FAPI_URL: clerk.url,
    FIRESTORE_EMULATOR_HOST: firestore.host,
    FIREBASE_PROJECT_ID: "demo-doctor",
    LOCAL_SERVICES: "dev",
  };
  // Firestore's SDK reads the process's own environment.
  vi.stubEnv("FIRESTORE_EMULATOR_HOST", firestore.host);
  vi.stubEnv("METADATA_SERVER_DETECTION", "none");
  folder = mkdtempSync(join(tmpdir(), "doctor-"));
});
afterEach(async () => {
  clerk.faults.clear();
  firestore.faults.clear();
  await control("DELETE", "/session-claims");
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  vi.unstubAllEnvs();
  await Promise.all([clerk.close(), other.close(), firestore.close()]);
});

function control(method: string, path: string, body?: unknown): Promise<Response> {
  const init = body === undefined ? {} : { body: JSON.stringify(body) };
  return fetch(`${clerk.url}/_local${path}`, { method, ...init });
}

/** What the doctor says of the local services. */
const check: typeof diagnose = (env, options) => diagnose(env, { isLocal: true, ...options });

/** The lines about one subject: status and text. */
function about(findings: Finding[], subject: string): string[] {
  return findings
    .filter((finding) => finding.subject === subject)
    .map(({ status, text }) => `${status} ${text}`);
}

const troubles = (findings: Finding[]) => findings.filter(({ status }) => status !== "ok");

describe("a healthy environment", () => {
  test("has an ok for each thing that is looked at", async () => {
    const findings = await check(healthy);
    expect(troubles(findings)).toEqual([]);
    const subjects = new Set(findings.map(({ subject }) => subject));
    for (const subject of [
      ...["Node", "Clerk's Backend API", "Clerk's Frontend API", "Clerk's keys", "CLERK_JWT_KEY"],
      ...["Clock", "Session token", "Firestore", "CLERK_WEBHOOK_SIGNING_SECRET"],
    ]) {
      expect(subjects).toContain(subject);
    }
  });

  test("is only read", async () => {
    clerk.requests.clear();
    await check(healthy);
    const writes = clerk.requests.list().filter(({ method }) => method !== "GET");
    expect(writes.map(({ path }) => path)).toEqual([
      expect.stringMatching(/^\/v1\/sessions\/\w+\/tokens$/),
    ]);
  });
});

test("nothing that answers is one line", async () => {
  clerk.faults.add({ match: "*", dropConnection: true });
  firestore.faults.add({ match: "*", hang: true });
  const findings = troubles(await check(healthy, { deadlineMs: 500 }));
  expect(findings).toEqual([
    expect.objectContaining({
      subject: "Local services",
      text: "don't answer. Start them again: `npm run dev`.",
    }),
  ]);
});

test("what isn't asked doesn't count as an answer", async () => {
  const nowhere = `http://localhost:${await freePort()}`;
  const env = { ...RIGHT, CLERK_API_URL: nowhere, CLERK_FAPI_URL: nowhere };
  const findings = troubles(await diagnose(env, { deadlineMs: 500 }));
  expect(findings.map(({ status, subject }) => `${status} ${subject}`)).toEqual([
    "problem Environment",
    "problem Network",
    "warning Firestore",
  ]);
});

test("a file is read as Next reads it, whatever the shell has", () => {
  const file = join(folder, ".env.next");
  const lines = ["START=of-the-file", 'export KEY="$START\\n2" # why', "SHELL_ONLY=", "C='a b'"];
  writeFileSync(file, lines.join("\n"));
  vi.stubEnv("START", "of-the-shell");
  const before = { ...process.env };
  expect(readEnvFile(file)).toEqual({
    START: "of-the-file",
    KEY: "of-the-file\n2",
    SHELL_ONLY: "",
    C: "a b",
  });
  expect({ ...process.env }).toEqual(before);
});

describe("Clerk's keys", () => {
  test.each([
    ["a secret key that Clerk refuses", { status: 401 }, "problem refuses CLERK_SECRET_KEY."],
    ["a Clerk that fails", { status: 500 }, "problem answered 500."],
    ["a Clerk that hangs", { hang: true }, "problem doesn't answer."],
    ["a network that fails", { dropConnection: true }, "problem doesn't answer."],
  ])("%s", async (_what, fault, line) => {
    clerk.faults.add({ match: "GET /v1/jwks", ...fault });
    const found = about(await check(healthy, { deadlineMs: 500 }), "Clerk's Backend API");
    expect(found).toEqual([expect.stringContaining(line)]);
  });

  test.each([
    ["a host that isn't Clerk's", { status: 404 }],
    ["a host that hangs", { hang: true }],
  ])("%s in the publishable key", async (_what, fault) => {
    clerk.faults.add({ match: "GET /.well-known/jwks.json", ...fault });
    const found = about(await check(healthy, { deadlineMs: 500 }), "Clerk's Frontend API");
    expect(found).toEqual([expect.stringContaining("problem can't be reached")]);
  });

  test("a host that has no DNS record is only a warning where Clerk is proxied", async () => {
    clerk.faults.add({ match: "GET /.well-known/jwks.json", dropConnection: true });
    const env = { ...healthy, NEXT_PUBLIC_CLERK_PROXY_URL: "/__clerk" };
    const findings = await check({ ...env, CLERK_JWT_KEY: other.jwtKey });
    expect(about(findings, "Clerk's Frontend API")).toEqual([
      expect.stringContaining("warning can't be reached"),
    ]);
    // The Backend API has the same keys.
    expect(about(findings, "CLERK_JWT_KEY")).toContainEqual(
      expect.stringContaining("problem is another instance's"),
    );
  });

  test("of two instances", async () => {
    const findings = await check({ ...healthy, CLERK_FAPI_URL: other.url });
    expect(about(findings, "Clerk's keys")).toEqual([
      expect.stringContaining("problem are of two instances"),
    ]);
  });

  test("a JWT key of another instance, written as hosts write it", async () => {
    const CLERK_JWT_KEY = `"${other.jwtKey.trim().replaceAll("\n", "\\n")}"`;
    const findings = await check({ ...healthy, CLERK_JWT_KEY });
    expect(about(findings, "CLERK_JWT_KEY")).toContainEqual(
      expect.stringContaining("problem is another instance's"),
    );
  });

  test.each([
    [10_000, "problem is 10 s ahead of"],
    [-10_000, "problem is 10 s behind"],
    [3_500, "warning is"],
  ])("a clock that is %i ms wrong", async (wrongBy, line) => {
    const look = async () => {
      const findings = await check(healthy, { now: () => Date.now() + wrongBy });
      const [found = ""] = about(findings, "Clock");
      // The Date header has whole seconds.
      expect(found.replace(/\b(9|11) s/, "10 s")).toContain(line);
    };
    // A busy machine may answer so late that the doctor takes some of it for the call's time.
    await vi.waitFor(look, { timeout: 20_000 });
  });
});

describe("the session token", () => {
  const others = CLAIM_NAMES.filter((name) => name !== "role");
  const long = { ...metadata, role: "x".repeat(1_300) };
  test.each([
    ["was never customized", null, "problem has no claims"],
    ["lacks a claim", { metadata: { role: metadata.role } }, `problem lacks ${others.join(", ")}`],
    ["has a claim more", { metadata: { ...metadata, email: "x" } }, "warning has claims that"],
    ["is too large", { metadata: long }, "problem has more than 1200 bytes"],
  ])("%s", async (_what, sessionClaims, line) => {
    await control("PUT", "/session-claims", sessionClaims);
    const [found = ""] = about(await check(healthy), "Session token");
    expect(found).toContain(line);
    if (!line.includes("bytes")) expect(found).toContain(JSON.stringify(SESSION_TOKEN_TEMPLATE));
  });

  test.each([
    ["Clerk fails", { match: "GET /v1/users", status: 500 }],
    ["Clerk hangs", { match: "POST /v1/sessions/*/tokens", hang: true }],
  ])("can't be checked when %s, and the JSON to compare is printed", async (_what, fault) => {
    clerk.faults.add(fault);
    const [found = ""] = about(await check(healthy, { deadlineMs: 500 }), "Session token");
    expect(found).toContain("warning can't be checked");
    expect(found).toContain(JSON.stringify(SESSION_TOKEN_TEMPLATE));
  });

  test("can't be checked while no user is signed in", async () => {
    const keys = { CLERK_SECRET_KEY: other.secretKey, CLERK_API_URL: other.url };
    const [found = ""] = about(await check({ ...healthy, ...keys }), "Session token");
    expect(found).toContain("warning can't be checked, because no user is signed in.");
  });
});

describe("Firestore", () => {
  test.each([
    ["no database", { code: 5 }, "has no database"],
    ["a service account without its role", { code: 7 }, "refuses the account of"],
    ["a key that was deleted", { code: 16 }, "refuses the key"],
    ["a server that hangs", { hang: true }, "can't be reached"],
    ["a network that fails", { dropConnection: true }, "can't be reached"],
  ])("%s", async (_what, fault, text) => {
    firestore.faults.add({ match: "BatchGetDocuments*", ...fault });
    const found = about(await check(healthy, { deadlineMs: 1_500 }), "Firestore");
    expect(found).toEqual([expect.stringContaining(`problem ${text}`)]);
  });

  /** Firestore's REST API, which the local Firestore doesn't have, answers a stranger. */
  async function rulesAnswer(status: number): Promise<string[]> {
    const rest = createServer((_request, response) => void response.writeHead(status).end("{}"));
    const port = await freePort();
    await new Promise<void>((resolve) => rest.listen(port, resolve));
    if (status === 0) await new Promise((resolve) => rest.close(resolve));
    const findings = await checkFirestore({
      env: healthy,
      has: () => true,
      isLocal: false,
      deadlineMs: 1_000,
      now: Date.now,
      firestoreRest: `http://localhost:${port}`,
    });
    rest.close();
    rest.closeAllConnections();
    return about(findings, "Firestore's rules");
  }

  test.each([
    [403, "ok keep browsers out."],
    [200, "problem let anybody read."],
    [404, "problem let anybody read."],
    [503, "warning can't be checked: Firestore answered 503."],
    [0, "warning can't be checked: Firestore's REST API"],
  ])("rules that answer a stranger with %i", async (status, line) => {
    expect(await rulesAnswer(status)).toEqual([expect.stringContaining(line)]);
  });
});

describe("variables", () => {
  test("each one that a build would refuse is a problem", async () => {
    const findings = await check({ ...healthy, CLERK_SECRET_KEY: "  ", LOG_LEVEL: "loud" });
    expect(about(findings, "CLERK_SECRET_KEY")).toEqual(["problem is blank. Set it or remove it."]);
    expect(about(findings, "LOG_LEVEL")).toEqual([expect.stringContaining("problem must be one")]);
    expect(about(findings, "Clerk's Backend API")).toEqual([]); // There is no key to try.
    expect(about(findings, "Firestore")).toEqual([
      "warning is not checked until the variables are right.",
    ]);
  });

  test.each([
    ["LOCAL_SERVICES", "dev", "Environment", "LOCAL_SERVICES points at local services"],
    ["CLERK_API_URL", "http://localhost:9", "CLERK_API_URL", "points at local services"],
  ])("%s beside live keys is a problem", async (name, value, subject, text) => {
    const env = { ...RIGHT, ...liveKeys(), [name]: value };
    const found = about(checkVariables(env, false), subject);
    expect(found).toEqual([expect.stringContaining(`problem ${text}`)]);
  });

  test("what a deployment should have is a warning", () => {
    const { CLERK_WEBHOOK_SIGNING_SECRET: _, ...bare } = RIGHT;
    const lines = troubles(checkVariables(bare, false));
    expect(lines.map(({ status, subject }) => `${status} ${subject}`)).toEqual([
      "warning CLERK_WEBHOOK_SIGNING_SECRET",
    ]);
  });

  test("an account of another project and a proxy of test keys are found", () => {
    // With all three variables the app looks at no file.
    const keys = { ...realKeys(), FIREBASE_PROJECT_ID: "another" };
    const env = { ...RIGHT, ...keys, GOOGLE_APPLICATION_CREDENTIALS: "/no/file" };
    const findings = checkVariables(env, false);
    expect(troubles(findings).map(({ status, subject }) => `${status} ${subject}`)).toEqual([
      "warning NEXT_PUBLIC_CLERK_PROXY_URL",
      "warning FIREBASE_CLIENT_EMAIL",
    ]);
  });

  test.each([
    ["isn't there", null, "names a file that isn't there"],
    ["isn't JSON", "FIREBASE_PROJECT_ID=demo", "names a file that isn't JSON"],
    ["is other JSON", "{}", "names a JSON file that holds no credentials"],
  ])("a credentials file that %s", async (what, content, text) => {
    const file = join(folder, `${what.replaceAll(/\W/g, "-")}.json`);
    if (content !== null) writeFileSync(file, content);
    const env = { ...realKeys(), GOOGLE_APPLICATION_CREDENTIALS: file };
    const findings = checkVariables(env, false);
    expect(about(findings, "GOOGLE_APPLICATION_CREDENTIALS")).toEqual([
      expect.stringContaining(`problem ${text}`),
    ]);
    const patient = { env, has: () => true, isLocal: false, deadlineMs: 500, now: Date.now };
    expect(about(await checkFirestore({ ...patient, firestoreRest: "" }), "Firestore")).toEqual([
      "warning is not checked until the variables are right.",
    ]);
  });

  test("the project is the credentials file's where no variable names one", () => {
    const file = join(folder, "account.json");
    writeFileSync(file, JSON.stringify({ type: "service_account", project_id: "demo-file" }));
    expect(credentialsSource({ GOOGLE_APPLICATION_CREDENTIALS: file }).project).toBe("demo-file");
  });

  test("an old Node is a problem", () => {
    expect(checkNodeVersion("22.0.0").status).toBe("problem");
    expect(checkNodeVersion(OLDEST_NODE).status).toBe("ok");
    expect(checkNodeVersion("100.0.0").status).toBe("ok");
  });
});

describe.concurrent("the command", () => {
  /** As `npm run doctor` runs it, in a folder without .env files. */
  async function doctor(args: string[], env: Record<string, string> = {}) {
    return new Promise<{ code: number; stdout: string; output: string }>((resolve) => {
      execFile(
        process.execPath,
        [SCRIPT, "--", ...args],
        { cwd: folder, env: { ...process.env, LOCAL_STATE_DIR: folder, ...env } },
        (error, stdout, stderr) =>
          resolve({ code: Number(error?.code ?? 0), stdout, output: stdout + stderr }),
      );
    });
  }

  test("reads a file, prints a line each and no value, and ends with 1 on a problem", async () => {
    const file = join(folder, ".env.live");
    const wrong = { ...healthy, CLERK_JWT_KEY: other.jwtKey };
    const lines = Object.entries(wrong).map(([name, value]) => `${name}='${value}'\n`);
    writeFileSync(file, lines.join(""));
    const { code, output } = await doctor(["--env-file", file]);
    expect(output).toMatch(/^ok +Clerk's keys +are of one instance\.$/m);
    expect(output).toMatch(/^problem +CLERK_JWT_KEY +is another instance's/m);
    expect(output).toMatch(/^problem +Environment .*point at local services/m);
    expect(output).toContain("Problems: 2. Warnings: 1.");
    expect(code).toBe(1);
    for (const value of Object.values(wrong).filter((one) => one.length > 8)) {
      expect(output).not.toContain(value);
    }
  });

  /** A folder that describes local services, as `npm run dev` keeps one. */
  function stateFolder(host: string): { LOCAL_STATE_DIR: string } {
    const { url: apiUrl, secretKey, publishableKey } = clerk;
    const description = {
      clerk: { apiUrl, secretKey, publishableKey, webhookSecret: `whsec_${"x".repeat(32)}` },
      firestore: { host, projectId: "demo-doctor" },
    };
    const state = mkdtempSync(join(folder, "state-"));
    writeFileSync(join(state, "services.json"), JSON.stringify(description));
    return { LOCAL_STATE_DIR: state };
  }

  test("reads the environment, and answers JSON: local services in it are a problem", async () => {
    const { code, stdout } = await doctor(["--json"], healthy);
    const findings: Finding[] = JSON.parse(stdout);
    expect(about(findings, "Clerk's keys")).toEqual(["ok are of one instance."]);
    expect(about(findings, "Environment")).toEqual([expect.stringMatching(/LOCAL_SERVICES point/)]);
    expect(code).toBe(1);
  });

  test("looks at the local services while they run", async () => {
    // Stands for Google's SDKs, which warn at some accounts and hosts.
    const warning = "data:text/javascript,process.on('exit', () => console.warn('deprecated'))";
    const env = { ...stateFolder(firestore.host), NODE_OPTIONS: `--import "${warning}"` };
    const { code, output } = await doctor([], env);
    expect(output).not.toContain("deprecated");
    expect(output).toContain("Looking at the local services.");
    expect(output).toContain("Problems: 0. Warnings: 0.");
    expect(code).toBe(0);
  });

  test("doesn't wait for what doesn't answer", async () => {
    const began = performance.now();
    const state = stateFolder(`127.0.0.1:${await freePort()}`);
    const { code, output } = await doctor(["--timeout", "2"], state);
    // On a busy machine Clerk doesn't answer in that time either.
    expect(output).toMatch(/^problem +(Firestore +can't be reached|Local services)/m);
    expect(code).toBe(1);
    expect(performance.now() - began).toBeLessThan(25_000);
  });

  test("says where Google's own credentials come from when there are none", async () => {
    const file = join(folder, ".env.google");
    const lines = Object.entries({ ...realKeys(), GOOGLE_CLOUD_PROJECT: "demo-doctor" });
    writeFileSync(file, lines.map(([name, value]) => `${name}="${value}"\n`).join(""));
    const { code, output } = await doctor(["--env-file", file, "--timeout", "5"], { HOME: folder });
    expect(output).toMatch(/^problem +Firestore +has no credentials here: run `gcloud auth/m);
    expect(output).toContain("Problems: ");
    expect(output).not.toMatch(/^ +at /m);
    expect(code).toBe(1);
  });

  test("explains misuse", async () => {
    const file = join(folder, "none");
    const misuses: [string[], string][] = [
      [["--env-file", file], `The file ${file} isn't there or can't be read.`],
      [["--fix"], "--fix"],
      [["--timeout", "601"], "--timeout must be a number of seconds, 600 at most."],
    ];
    for (const [args, sentence] of misuses) {
      const { code, output } = await doctor(args);
      expect(output).toContain(sentence);
      expect(output).toContain("Usage: npm run doctor");
      expect(code).toBe(2);
    }
  });
});
