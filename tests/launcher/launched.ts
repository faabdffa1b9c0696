import { connect, createServer } from "node:net";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { freePort } from "../tools/free-port.ts";
import { Program } from "../tools/program.ts";
import type { ProjectCopy } from "../tools/project-copy.ts";

export function launch(project: ProjectCopy, env: Record<string, string>, mode = "dev"): Program {
  return new Program(process.execPath, ["dev/start.mjs", mode], { cwd: project.folder, env });
}

export interface Ports {
  [name: string]: string;
  PORT: string;
  CLERK_EMULATOR_PORT: string;
  FIRESTORE_EMULATOR_PORT: string;
}

export async function freePorts(): Promise<Ports> {
  return {
    PORT: String(await freePort()),
    CLERK_EMULATOR_PORT: String(await freePort()),
    FIRESTORE_EMULATOR_PORT: String(await freePort()),
  };
}

export const PORT_NAMES = ["PORT", "CLERK_EMULATOR_PORT", "FIRESTORE_EMULATOR_PORT"] as const;

/** What tells other programs where the local services are. */
export const servicesFile = (project: ProjectCopy) => join(project.folder, ".local/services.json");

/** Listens as another program would, and ends with the test. */
export async function occupy(): Promise<AsyncDisposable & { port: string }> {
  const port = await freePort();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, resolve));
  return {
    port: String(port),
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

/** This machine's address for other devices, when it has one. */
export const lanAddress = Object.values(networkInterfaces())
  .flatMap((addresses = []) => addresses)
  .find(({ family, internal }) => family === "IPv4" && !internal)?.address;

export function isReachable(host: string | undefined, port: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(port) })
      .once("connect", () => resolve(true))
      .once("error", () => resolve(false));
    socket.unref();
  });
}

/** Next starts one of its own at its end, detached, that finds telemetry switched off and ends. */
export async function expectNobodyLeft(program: Program): Promise<void> {
  await expect.poll(() => program.survivors(), { timeout: 5_000 }).toEqual([]);
}

/** Those that say something. */
export const lines = (text: string) => text.split("\n").filter((line) => line.trim() !== "");
