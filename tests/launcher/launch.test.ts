import { copyFileSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { networkInterfaces } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { SESSION_TOKEN_TEMPLATE } from "~/lib/auth/claims";
import { SITE } from "~/lib/site";
import { OLDEST_NODE } from "~/lib/supported-node";
import { freePort } from "../tools/free-port.ts";
import { localKeys, realKeys } from "../tools/keys.ts";
import { Program } from "../tools/program.ts";
import { copyProject, type ProjectCopy } from "../tools/project-copy.ts";

let project: ProjectCopy;
beforeAll(() => {
  project = copyProject();
});
afterAll(() => project[Symbol.dispose]());

function launch(env: Record<string, string>, mode = "dev"): Program {
  return new Program(process.execPath, ["dev/start.mjs", mode], { cwd: project.folder, env });
}

interface Ports {
  [name: string]: string;
  PORT: string;
  CLERK_EMULATOR_PORT: string;
  FIRESTORE_EMULATOR_PORT: string;
}

async function freePorts(): Promise<Ports> {
  return {
    PORT: String(await freePort()),
    CLERK_EMULATOR_PORT: String(await freePort()),
    FIRESTORE_EMULATOR_PORT: String(await freePort()),
  };
}

const PORT_NAMES = ["PORT", "CLERK_EMULATOR_PORT", "FIRESTORE_EMULATOR_PORT"] as const;

const servicesFile = () => join(project.folder, ".local/services.json");

/** Listens as another program would, and ends with the test. */
async function occupy(): Promise<AsyncDisposable & { port: string }> {
  const port = await freePort();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, resolve));
  return {
    port: String(port),
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

/** This machine's address for other devices, when it has one. */
const lanAddress = Object.values(networkInterfaces())
  .flatMap((addresses = []) => addresses)
  .find(({ family, internal }) => family === "IPv4" && !internal)?.address;

function isReachable(host: string | undefined, port: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(port) })
      .once("connect", () => resolve(true))
      .once("error", () => resolve(false));
    socket.unref();
  });
}

/** Next starts one of its own at its end, detached, that finds telemetry switched off and ends. */
async function expectNobodyLeft(program: Program): Promise<void> {
  await expect.poll(() => program.survivors(), { timeout: 5_000 }).toEqual([]);
}

const lines = (text: string) => text.split("\n").filter((line) => line.trim() !== "");

describe("npm run dev without keys", () => {
  let ports: Ports;
  let app: string;
  let clerk: string;
  let dev: Program;

  beforeAll(async () => {
    ports = await freePorts();
    app = `http://localhost:${ports.PORT}`;
    clerk = `http://localhost:${ports.CLERK_EMULATOR_PORT}`;
    dev = launch(ports);
    await dev.writes("Ready in");
  });
  afterAll(() => dev[Symbol.asyncDispose]());

  async function control(method: string, path: string, body?: unknown): Promise<Response> {
    const response = await fetch(`${clerk}/_local${path}`, {
      method,
      ...(body !== undefined && {
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      }),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response;
  }

  async function cookieOf(userId: string): Promise<string> {
    const response = await control("POST", "/sign-in", { userId, origin: app });
    const { cookies } = z
      .object({ cookies: z.array(z.object({ name: z.string(), value: z.string() })) })
      .parse(await response.json());
    return cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  }

  test("prints where the app is and whom one can sign in as", () => {
    expect(dev.stdout).toContain(`${SITE.name} on local services: ${app}`);
    expect(dev.stdout).toContain("password local-password-1");
    for (const name of ["new", "user", "moderator", "admin", "pro", "enterprise", "owner"]) {
      expect(dev.stdout).toMatch(new RegExp(`^ +${name}@example\\.com  `, "m"));
    }
    expect(dev.stderr).toBe("");
  });

  test.runIf(lanAddress)("answers this machine only", async () => {
    expect(await isReachable("localhost", ports.PORT)).toBe(true);
    for (const port of Object.values(ports)) {
      expect(await isReachable(lanAddress, port)).toBe(false);
    }
  });

  test("leaves Next's own output as it is", () => {
    expect(dev.stdout).toMatch(/^▲ Next\.js 16/m);
    expect(dev.stdout).toMatch(new RegExp(`^- Local: +${app}$`, "m"));
    expect(dev.stdout).toMatch(/^✓ Ready in /m);
  });

  test("describes itself in .local/services.json, for its owner alone", async () => {
    const persona = (name: string, metadata: object) => ({
      email: `${name}@example.com`,
      password: "local-password-1",
      userId: `user_local_${name}`,
      metadata,
    });
    const onboarded = { onboardingComplete: true };
    expect(JSON.parse(readFileSync(servicesFile(), "utf8"))).toEqual({
      app: { url: app },
      clerk: {
        apiUrl: clerk,
        secretKey: expect.stringMatching(/^sk_test_\w{40}$/),
        publishableKey: expect.stringMatching(/^pk_test_\w+$/),
        webhookSecret: expect.stringMatching(/^whsec_/),
      },
      firestore: {
        host: `127.0.0.1:${ports.FIRESTORE_EMULATOR_PORT}`,
        projectId: `demo-${SITE.slug}`,
      },
      personas: [
        persona("new", {}),
        persona("user", { ...onboarded, role: "user", plan: "free" }),
        persona("moderator", { ...onboarded, role: "moderator", plan: "free" }),
        persona("admin", { ...onboarded, role: "admin", plan: "free" }),
        persona("pro", { ...onboarded, role: "user", plan: "pro" }),
        persona("enterprise", { ...onboarded, role: "user", plan: "enterprise" }),
        persona("owner", { ...onboarded, role: "admin", plan: "enterprise" }),
      ],
    });
    expect(statSync(servicesFile()).mode & 0o777).toBe(0o600);
  });

  test("serves the app to a persona of the local Clerk", async () => {
    const response = await fetch(`${app}/api/me`, {
      headers: { cookie: await cookieOf("user_local_admin") },
    });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      userId: "user_local_admin",
      claims: { role: "admin", plan: "free", onboardingComplete: true },
    });
  });

  test("explains a session token that was never customized, on screen and in the log", async () => {
    await control("PUT", "/session-claims", null);
    const cookie = await cookieOf("user_local_admin");
    const response = await fetch(`${app}/onboarding`, {
      headers: { cookie, "sec-fetch-dest": "document" },
    });
    await control("DELETE", "/session-claims");

    const page = await response.text();
    expect(response.status).toBe(200);
    expect(page).toContain("The session token carries no claims yet");
    expect(page).toContain("{{user.public_metadata.onboardingComplete}}");
    await dev.writes('The session token has no "metadata" claim');
    expect(dev.stdout).toContain(JSON.stringify(SESSION_TOKEN_TEMPLATE));
  });

  test.runIf(process.platform === "linux")(
    "ends everything on Ctrl-C and takes its description away",
    async () => {
      expect(dev.survivors().length).toBeGreaterThan(1);
      dev.signal("SIGINT");
      expect(await dev.exitCode()).toBe(0);
      await expectNobodyLeft(dev);
      expect(existsSync(servicesFile())).toBe(false);
      for (const port of Object.values(ports)) {
        await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toThrow();
      }
    },
  );
});

test.runIf(process.platform === "linux").each(["SIGTERM", "SIGHUP"] as const)(
  "ends everything on %s",
  async (name) => {
    await using dev = launch(await freePorts());
    await dev.writes("Ready in");
    dev.signal(name);
    expect(await dev.exitCode()).toBe(0);
    await expectNobodyLeft(dev);
    expect(existsSync(servicesFile())).toBe(false);
  },
);

test.runIf(process.platform === "linux")(
  "--lan lets other devices in, and everything ends when npm is ended",
  async () => {
    const env = await freePorts();
    const args = ["run", "dev", "--", "--lan"];
    await using npm = new Program("npm", args, { cwd: project.folder, env });
    await npm.writes("Ready in");
    if (lanAddress) expect(await isReachable(lanAddress, env.PORT)).toBe(true);
    npm.signal("SIGTERM");
    await npm.exitCode();
    await expectNobodyLeft(npm);
    expect(existsSync(servicesFile())).toBe(false);
  },
);

describe.runIf(process.platform === "linux")("after kill -9", () => {
  test.each(["npm", "the launcher"])("of %s nothing is left behind", async (what) => {
    const ports = await freePorts();
    const command =
      what === "npm" ? ["npm", "run", "dev"] : [process.execPath, "dev/launch.ts", "dev"];
    const [program = "", ...args] = command;
    await using dev = new Program(program, args, { cwd: project.folder, env: ports });
    await dev.writes("Ready in");
    dev.signal("SIGKILL");
    await expectNobodyLeft(dev);
    expect(existsSync(servicesFile())).toBe(false);
    // Nor does the lock that a killed launcher leaves hold up the next one.
    await using again = launch(ports);
    await again.writes("Ready in");
  });

  test("of Next the launcher ends, and says by its exit code that something was wrong", async () => {
    await using dev = launch(await freePorts());
    await dev.writes("Ready in");
    const next = dev.survivors().find(({ command }) => command.includes("dist/bin/next"));
    process.kill(next?.pid ?? 0, "SIGKILL");
    expect(await dev.exitCode()).toBe(1);
    await expectNobodyLeft(dev);
    expect(existsSync(servicesFile())).toBe(false);
  });
});

describe("a state folder that cannot be used is one sentence and exit code 1", () => {
  test("another instance has it", async () => {
    const env = { ...(await freePorts()), LOCAL_STATE_DIR: join(project.folder, ".local-shared") };
    await using first = launch(env);
    await first.writes("Ready in");
    await using second = launch({ ...env, ...(await freePorts()) });
    expect(await second.exitCode()).toBe(1);
    expect(first.hasEnded, first.output).toBe(false);
    const pid = readFileSync(join(env.LOCAL_STATE_DIR, "lock"), "utf8");
    expect(lines(second.output)).toEqual([
      `The folder ${env.LOCAL_STATE_DIR} is in use by process ${pid}. End it, or choose another folder: LOCAL_STATE_DIR=.local-2 npm run …`,
    ]);
  });

  test.each(["dev", "build"])("`%s` cannot write to it", async (mode) => {
    const file = join(project.folder, "a-file");
    writeFileSync(file, "");
    await using program = launch({ ...(await freePorts()), LOCAL_STATE_DIR: file }, mode);
    expect(await program.exitCode()).toBe(1);
    expect(lines(program.output)).toEqual([
      `Can't write to the folder ${file} (EEXIST). Choose another one: LOCAL_STATE_DIR=… npm run …`,
    ]);
  });
});

test.runIf(process.platform === "linux")(
  "ends the local services when Next ends by itself, with Next's exit code",
  async () => {
    await using dev = launch({ ...(await freePorts()), LOG_LEVEL: "loud" });
    expect(await dev.exitCode()).toBe(1);
    expect(dev.stderr).toContain("LOG_LEVEL must be one of");
    await expectNobodyLeft(dev);
    expect(existsSync(servicesFile())).toBe(false);
  },
);

describe("a port that cannot be used is one sentence and exit code 1", () => {
  async function refusal(env: Record<string, string>): Promise<string> {
    await using dev = launch(env);
    expect(await dev.exitCode()).toBe(1);
    expect(dev.stdout).toBe("");
    const [sentence = "", ...more] = lines(dev.stderr);
    expect(more).toEqual([]);
    expect(existsSync(servicesFile())).toBe(false);
    return sentence;
  }

  test.each(PORT_NAMES)("%s is busy", async (name) => {
    await using other = await occupy();
    const sentence = await refusal({ ...(await freePorts()), [name]: other.port });
    expect(sentence).toContain(`Port ${other.port}`);
    expect(sentence).toContain("is in use");
    expect(sentence).toContain(`${name}=${Number(other.port) + 1}`);
  });

  test.each(PORT_NAMES)("%s is no port", async (name) => {
    expect(await refusal({ ...(await freePorts()), [name]: "70000" })).toBe(
      `${name} is "70000"; use a port number from 1 to 65535.`,
    );
  });

  test("two are the same", async () => {
    const ports = await freePorts();
    const sentence = await refusal({ ...ports, CLERK_EMULATOR_PORT: ports.PORT });
    expect(sentence).toContain(`PORT is ${ports.PORT}, CLERK_EMULATOR_PORT ${ports.PORT}`);
    expect(sentence).toContain("choose three ports");
  });
});

describe("npm run dev with real keys", () => {
  /** Starts it, and sees that nothing of the local services is there. */
  async function launchAlone(env: Record<string, string>) {
    const ports = await freePorts();
    const dev = launch({ ...ports, ...env });
    await dev.writes("Ready in");
    expect(dev.stdout).not.toContain("local services");
    expect(existsSync(servicesFile())).toBe(false);
    for (const port of [ports.CLERK_EMULATOR_PORT, ports.FIRESTORE_EMULATOR_PORT]) {
      await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toThrow();
    }
    return { dev, app: `http://localhost:${ports.PORT}` };
  }

  test("starts Next alone when they are in the environment", async () => {
    const { dev, app } = await launchAlone(realKeys());
    await using _ = dev;
    expect((await fetch(`${app}/api/health`)).status).toBe(200);
  });

  test("starts Next alone when they are in .env.local", async () => {
    const lines = Object.entries(realKeys()).map(([name, value]) => `${name}=${value}\n`);
    const file = join(project.folder, ".env.local");
    writeFileSync(file, lines.join(""));
    onTestFinished(() => rmSync(file));
    const { dev } = await launchAlone({});
    await using _ = dev;
    expect(dev.stdout).toContain("Environments: .env.local");
  });
});

test("a build with the publishable key alone says what is missing", async () => {
  const { NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY = "" } = realKeys();
  await using program = launch({ NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY }, "build");
  expect(await program.exitCode()).toBe(1);
  expect(program.stderr).toContain("CLERK_SECRET_KEY is missing.");
});

describe("a build on Vercel", () => {
  const { buildCommand } = JSON.parse(readFileSync("vercel.json", "utf8"));

  function build(command: string, env: Record<string, string>): Program {
    const path = `${join(project.folder, "node_modules/.bin")}${delimiter}${process.env.PATH}`;
    return new Program("sh", ["-c", command], {
      cwd: project.folder,
      env: { PATH: path, VERCEL: "1", ...env },
    });
  }

  test.each([
    ["vercel.json's command", buildCommand],
    ["npm run build", "npm run build"],
  ])("%s refuses missing keys and names them", async (_, command) => {
    await using program = build(command, {});
    expect(await program.exitCode()).toBe(1);
    expect(program.stderr).toContain("NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY is missing.");
    expect(program.stderr).toContain("CLERK_SECRET_KEY is missing.");
  });

  test("refuses local keys and names them", async () => {
    await using program = build(buildCommand, { ...localKeys(), LOCAL_SERVICES: "preview" });
    expect(await program.exitCode()).toBe(1);
    expect(program.stderr).toContain(
      "NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY, LOCAL_SERVICES point at local services",
    );
  });

  test("never runs the launcher", () => {
    expect(buildCommand).toBe("next build");
  });
});

describe("the wrong Node", () => {
  /** The copy's own Node, as packages/dev-node fetches it on an old machine. */
  function fetchedNode(): string {
    const node = join(project.folder, "node_modules/.bin/node");
    rmSync(node, { force: true });
    copyFileSync(process.execPath, node);
    return node;
  }

  test("is one sentence and exit code 1 when it is too old", async () => {
    const file = join(project.folder, "package.json");
    const before = readFileSync(file, "utf8");
    onTestFinished(() => writeFileSync(file, before));
    writeFileSync(file, before.replace(`>=${OLDEST_NODE}`, ">=99.0.0"));
    await using dev = launch({});
    expect(await dev.exitCode()).toBe(1);
    expect(lines(dev.output)).toEqual([
      `${SITE.slug} needs Node 99.0.0 or newer, and this is Node ${process.versions.node}.`,
    ]);
  });

  test("is refused by `next build` when npm fetched it", async () => {
    const next = join(project.folder, "node_modules/next/dist/bin/next");
    const env = { ...realKeys(), GOOGLE_CLOUD_PROJECT: "demo" };
    await using program = new Program(fetchedNode(), [next, "build"], { cwd: project.folder, env });
    expect(await program.exitCode()).toBe(1);
    expect(program.stderr).toContain(
      "Production needs Node 22.22.2 or newer on the machine itself.",
    );
  });
});

test("an unknown mode says which there are", async () => {
  await using program = launch({}, "serve");
  expect(await program.exitCode()).toBe(2);
  expect(program.stderr).toContain("dev | build | preview");
});
