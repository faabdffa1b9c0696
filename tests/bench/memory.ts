import { readFileSync } from "node:fs";
import type { Program } from "../tools/program.ts";
import { drive, type Shot, send } from "./client.ts";
import { table } from "./statistics.ts";

/**
 * The heap that Node allows itself in a container of 512 MB. On a machine with more memory it collects garbage
 * later, and what a process holds says more about the machine than about the app.
 */
export const HEAP = { NODE_OPTIONS: "--max-old-space-size=256" };

/** Megabytes that a server's process holds. */
function memoryOf(server: Program): number {
  const [process] = server.survivors();
  const status = readFileSync(`/proc/${process?.pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / 1_024;
}

/** What new servers hold after their first answer, and after many. It leaves them warm. */
export async function memoryTable(
  servers: Record<"bare" | "starter", Program & { url: string }>,
  next: (index: number) => Shot,
  requests: number,
): Promise<string> {
  const rows: string[][] = [];
  for (const side of ["bare", "starter"] as const) {
    const server = servers[side];
    await send(server.url, next(0));
    const rest = memoryOf(server);
    await drive(server.url, next, { connections: 32, until: (done) => done >= requests });
    rows.push([side, rest.toFixed(0), memoryOf(server).toFixed(0)]);
  }
  return table(["side", "after 1 request, MB", `after ${requests} requests, MB`], rows);
}
