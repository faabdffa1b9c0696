/**
 * Starts the app: `node dev/launch.ts dev | build | preview`. With any of Clerk's keys set it is
 * plain Next; without, it starts the local services first and points Next at them. Other devices
 * reach the app only with `--lan`: anyone can sign in as a local user. Other options are Next's.
 */
import { readFileSync, rmSync } from "node:fs";
import nextEnv from "@next/env";
import { type NextProcess, startNext } from "./next-process.ts";
import { assertFree, readPort, UsageError } from "./ports.ts";

const MODES = {
  dev: { next: "dev", nodeEnv: "development" },
  build: { next: "build", nodeEnv: "production" },
  preview: { next: "start", nodeEnv: "production" },
} as const;

type Mode = keyof typeof MODES;

/** One is enough: somebody who set the publishable key alone doesn't want a build on local services. */
const CLERK_KEYS = [
  "NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY",
  "CLERK_SECRET_KEY",
  "CLERK_JWT_KEY",
  "CLERK_WEBHOOK_SIGNING_SECRET",
];

const PARENT_CHECK_MS = 500;

/** Linux's /proc on a process: its name and its parent. Null elsewhere. */
function processInfo(pid: number): { name: string; parent: number } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [, name = "", parent] = /^\d+ \((.*)\) \S (\d+)/s.exec(stat) ?? [];
    return { name, parent: Number(parent) };
  } catch {
    return null;
  }
}

/** npm's process, when npm has started this one with a shell in between, which would outlive it. */
function npmAboveShell(): number | null {
  const shell = processInfo(process.ppid);
  return shell && processInfo(shell.parent)?.name.startsWith("npm") ? shell.parent : null;
}

/** Resolves at the first request to end: Ctrl-C, a closed terminal, `kill`, or npm's own end. */
function untilSignal(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => resolve());
  // Ended by anything but Ctrl-C, npm does not pass that on: it is gone, and its servers would stay.
  const parent = process.ppid;
  const npm = npmAboveShell();
  setInterval(() => {
    if (process.ppid !== parent || npmAboveShell() !== npm) resolve();
  }, PARENT_CHECK_MS).unref();
  return promise;
}

async function serve(next: NextProcess, signalled: Promise<void>): Promise<number> {
  const code = await Promise.race([next.exited, signalled.then(() => null)]);
  if (code !== null) return code;
  await next.stop();
  return 0;
}

/**
 * A server in development ends for this too, but only after Next has said that it is ready.
 * @throws {UsageError} a sentence for each variable that is missing or wrong
 */
async function checkKeys(): Promise<void> {
  const { parseEnv } = await import("../lib/env.ts");
  try {
    parseEnv({ ...process.env, NODE_ENV: "development" });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

async function run(mode: Mode, args: string[]): Promise<number> {
  const { next, nodeEnv } = MODES[mode];
  // The same .env files that Next reads, so that keys in .env.local count here too.
  nextEnv.loadEnvConfig(process.cwd(), nodeEnv === "development", {
    info() {},
    error: console.error,
  });
  const signalled = untilSignal();

  const hasKeys = [...CLERK_KEYS, "VERCEL"].some((name) => process.env[name]);
  if (hasKeys && mode === "dev") await checkKeys();
  // Loaded only where it is needed: with real keys nothing local is.
  const local = hasKeys ? null : await import("./services.ts");
  if (mode === "build") {
    // What `next dev` generated for pages that are gone would fail the build's type check.
    rmSync(".next/dev/types", { recursive: true, force: true });
    const env = { ...process.env, ...local?.buildEnvironment() };
    return serve(startNext([next, ...args], env), signalled);
  }

  const port = readPort("PORT", 3_000);
  await assertFree(port, "PORT", "the app");
  const isOpen = args.some((arg) => /^(--lan$|-H|--hostname)/.test(arg));
  const services = await local?.startLocalServices({
    mode,
    appUrl: `http://localhost:${port}`,
    showPersonas: !isOpen,
  });
  // Not 127.0.0.1: Next sends what its proxy rewrites to localhost, and would wait for itself.
  const host = isOpen ? [] : ["--hostname", "localhost"];
  const nextArgs = args.filter((arg) => arg !== "--lan");
  const child = startNext(
    [next, "--port", String(port), ...host, ...nextArgs],
    { ...process.env, ...services?.environment },
    services?.file,
  );
  try {
    return await serve(child, signalled);
  } finally {
    await services?.close();
  }
}

const [mode = "", ...args] = process.argv.slice(2);
if (!(mode in MODES)) {
  console.error(`Usage: node dev/launch.ts ${Object.keys(MODES).join(" | ")}`);
  process.exit(2);
}
try {
  process.exitCode = await run(mode as Mode, args);
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
