import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { OLDEST_NODE } from "~/lib/env/supported-node";
import { SITE } from "~/lib/site";
import { localKeys, realKeys } from "../tools/keys.ts";
import { Program } from "../tools/program.ts";
import { copyProject, type ProjectCopy } from "../tools/project-copy.ts";
import {
  expectNobodyLeft,
  freePorts,
  isReachable,
  lanAddress,
  launch,
  lines,
  occupy,
  PORT_NAMES,
  servicesFile,
} from "./launched.ts";

let project: ProjectCopy;
beforeAll(() => {
  project = copyProject();
});
afterAll(() => project[Symbol.dispose]());

test.runIf(process.platform === "linux").each(["SIGTERM", "SIGHUP"] as const)(
  "ends everything on %s",
  async (name) => {
    await using dev = launch(project, await freePorts());
    await dev.writes("Ready in");
    dev.signal(name);
    expect(await dev.exitCode()).toBe(0);
    await expectNobodyLeft(dev);
    expect(existsSync(servicesFile(project))).toBe(false);
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
    expect(existsSync(servicesFile(project))).toBe(false);
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
    expect(existsSync(servicesFile(project))).toBe(false);
    // Nor does the lock that a killed launcher leaves hold up the next one.
    await using again = launch(project, ports);
    await again.writes("Ready in");
  });

  test("of Next the launcher ends, and says by its exit code that something was wrong", async () => {
    await using dev = launch(project, await freePorts());
    await dev.writes("Ready in");
    const next = dev.survivors().find(({ command }) => command.includes("dist/bin/next"));
    process.kill(next?.pid ?? 0, "SIGKILL");
    expect(await dev.exitCode()).toBe(1);
    await expectNobodyLeft(dev);
    expect(existsSync(servicesFile(project))).toBe(false);
  });
});

describe("a state folder that cannot be used is one sentence and exit code 1", () => {
  test("another instance has it", async () => {
    const env = { ...(await freePorts()), LOCAL_STATE_DIR: join(project.folder, ".local-shared") };
    await using first = launch(project, env);
    await first.writes("Ready in");
    await using second = launch(project, { ...env, ...(await freePorts()) });
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
    await using program = launch(project, { ...(await freePorts()), LOCAL_STATE_DIR: file }, mode);
    expect(await program.exitCode()).toBe(1);
    expect(lines(program.output)).toEqual([
      `Can't write to the folder ${file} (EEXIST). Choose another one: LOCAL_STATE_DIR=… npm run …`,
    ]);
  });
});

test.runIf(process.platform === "linux")(
  "ends the local services when Next ends by itself, with Next's exit code",
  async () => {
    await using dev = launch(project, { ...(await freePorts()), LOG_LEVEL: "loud" });
    expect(await dev.exitCode()).toBe(1);
    expect(dev.stderr).toContain("LOG_LEVEL must be one of");
    await expectNobodyLeft(dev);
    expect(existsSync(servicesFile(project))).toBe(false);
  },
);

describe("a port that cannot be used is one sentence and exit code 1", () => {
  async function refusal(env: Record<string, string>): Promise<string> {
    await using dev = launch(project, env);
    expect(await dev.exitCode()).toBe(1);
    expect(dev.stdout).toBe("");
    const [sentence = "", ...more] = lines(dev.stderr);
    expect(more).toEqual([]);
    expect(existsSync(servicesFile(project))).toBe(false);
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
    const dev = launch(project, { ...ports, ...env });
    await dev.writes("Ready in");
    expect(dev.stdout).not.toContain("local services");
    expect(existsSync(servicesFile(project))).toBe(false);
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
  await using program = launch(project, { NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY }, "build");
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
    await using dev = launch(project, {});
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
  await using program = launch(project, {}, "serve");
  expect(await program.exitCode()).toBe(2);
  expect(program.stderr).toContain("dev | build | preview");
});
