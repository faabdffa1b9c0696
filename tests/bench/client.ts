import { Agent, request } from "node:http";
import { percentile } from "./statistics.ts";

export interface Shot {
  method?: "GET" | "POST";
  path: string;
  headers: Record<string, string>;
  body?: string;
  /** The status that the answer must have: a quick error is no speed. */
  status: number;
}

export interface Rate {
  perSecond: number;
  /** In milliseconds. */
  p50: number;
  p99: number;
}

/** Sends one request and reads the whole answer. */
export function send(url: string, shot: Shot, agent?: Agent): Promise<string> {
  const { method = "GET", path, headers, body, status } = shot;
  return new Promise((resolve, reject) => {
    const sent = request(url + path, { method, headers, ...(agent && { agent }) }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const text = Buffer.concat(chunks).toString();
        if (response.statusCode === status) return resolve(text);
        reject(
          new Error(
            `${method} ${path}: ${response.statusCode}, not ${status}: ${text.slice(0, 300)}`,
          ),
        );
      });
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

/**
 * Keeps `connections` requests under way, each connection sending its next one when it has its answer.
 * @param next makes the request with this number
 */
export async function drive(
  url: string,
  next: (index: number) => Shot,
  options: { connections: number; until: (done: number) => boolean },
): Promise<Rate> {
  const agent = new Agent({ keepAlive: true, maxSockets: options.connections });
  const times: number[] = [];
  let started = 0;
  const begin = performance.now();
  await Promise.all(
    Array.from({ length: options.connections }, async () => {
      while (!options.until(started)) {
        const shot = next(started);
        started += 1;
        const sentAt = performance.now();
        await send(url, shot, agent);
        times.push(performance.now() - sentAt);
      }
    }),
  );
  const seconds = (performance.now() - begin) / 1_000;
  agent.destroy();
  return {
    perSecond: times.length / seconds,
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
  };
}
