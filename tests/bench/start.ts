import type { App } from "./apps.ts";
import { type Shot, send } from "./client.ts";
import { median, spread, table } from "./statistics.ts";

/** A page that the first request of a new server asks for, on one or both sides. */
export interface FirstPage {
  name: string;
  shots: { bare?: Shot; starter: Shot };
}

type Apps = Record<"bare" | "starter", App>;

async function timeToAnswer(app: App, shot: Shot): Promise<number> {
  const begin = performance.now();
  const server = await app.start();
  try {
    await send(server.url, shot);
    return performance.now() - begin;
  } finally {
    await server[Symbol.asyncDispose]();
  }
}

/** From the start of the server's process to the whole first answer, in turns. */
export async function startTable(apps: Apps, pages: FirstPage[], rounds: number): Promise<string> {
  const rows: string[][] = [];
  for (const { name, shots } of pages) {
    const times = { bare: [] as number[], starter: [] as number[] };
    for (let round = 0; round <= rounds; round += 1) {
      const order =
        round % 2 === 0 ? (["bare", "starter"] as const) : (["starter", "bare"] as const);
      for (const side of order) {
        const shot = shots[side];
        if (!shot) continue;
        const ms = await timeToAnswer(apps[side], shot);
        // The first round fills the system's file cache.
        if (round > 0) times[side].push(ms);
      }
    }
    const hasBare = times.bare.length > 0;
    const ratio = hasBare ? (median(times.starter) / median(times.bare)).toFixed(2) : "";
    rows.push([name, hasBare ? spread(times.bare, 0) : "", spread(times.starter, 0), ratio]);
  }
  return table(["first answer", "bare, ms", "starter, ms", "ratio"], rows);
}
