import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROLES } from "../../lib/auth/claims.ts";
import {
  buildContainer,
  KEYS,
  LOCAL_KEY,
  localServices,
  startServer,
} from "../deploy/container.ts";
import { freePort } from "../tools/free-port.ts";
import { Program } from "../tools/program.ts";
import { linkPackages } from "../tools/project-copy.ts";
import type { Backends } from "./backends.ts";

const HERE = import.meta.dirname;

/** An app that is built, and how to start its server. */
export interface App {
  /** @param more variables for its environment */
  start(more?: Record<string, string>): Promise<Program & { url: string }>;
  [Symbol.dispose](): void;
}

/** Adds the measured pages and their rules to a copy of the starter. */
function addPages(folder: string): void {
  cpSync(join(HERE, "starter/app"), join(folder, "app"), { recursive: true });
  cpSync(join(HERE, "content.tsx"), join(folder, "app/content.tsx"));
  const highest = ROLES.at(-1);
  const rules = ["/bench", "/api/bench"].flatMap((path) => [
    `"${path}": { who: "onboarded" },`,
    `"${path}/denied": { who: "onboarded", role: "${highest}" },`,
  ]);
  const file = join(folder, "lib/auth/policy.ts");
  const start = "export const POLICY = {\n";
  const policy = readFileSync(file, "utf8");
  if (!policy.includes(start)) throw new Error(`${file} has no line "${start.trim()}"`);
  writeFileSync(file, policy.replace(start, start + rules.join("\n")));
}

/** The starter with the measured pages: what its Dockerfile makes. */
export async function buildStarter({ clerkUrl, firestore }: Backends): Promise<App> {
  const container = await buildContainer(addPages);
  const env = {
    ...localServices(firestore, clerkUrl),
    LOG_LEVEL: "error",
  };
  return {
    start: (more) => startServer(container.image, { ...env, ...more }),
    [Symbol.dispose]: () => container[Symbol.dispose](),
  };
}

/** A Next app with Clerk as its quickstart has it, and the same pages. */
export async function buildBare({ clerkUrl }: Backends): Promise<App> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "bench-bare-")));
  const dispose = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  cpSync(join(HERE, "bare"), folder, { recursive: true });
  cpSync(join(HERE, "content.tsx"), join(folder, "app/content.tsx"));
  linkPackages(folder);
  const env = {
    ...KEYS,
    NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: LOCAL_KEY,
    CLERK_API_URL: clerkUrl,
    NEXT_PUBLIC_CLERK_SIGN_IN_URL: "/sign-in",
    NEXT_PUBLIC_CLERK_TELEMETRY_DISABLED: "1",
  };
  const next = join(folder, "node_modules/next/dist/bin/next");
  const build = new Program(process.execPath, [next, "build"], { cwd: folder, env });
  if ((await build.exitCode()) !== 0) {
    dispose();
    throw new Error(build.output);
  }
  const built = join(folder, ".next/standalone");
  cpSync(join(folder, ".next/static"), join(built, ".next/static"), { recursive: true });

  async function start(more: Record<string, string> = {}) {
    const port = String(await freePort());
    const server = new Program(process.execPath, ["server.js"], {
      cwd: built,
      env: { ...env, NODE_ENV: "production", PORT: port, HOSTNAME: "0.0.0.0", ...more },
    });
    await server.writes("Ready in");
    return Object.assign(server, { url: `http://127.0.0.1:${port}` });
  }
  return { start, [Symbol.dispose]: dispose };
}
