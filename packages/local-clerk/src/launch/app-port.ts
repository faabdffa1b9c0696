import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { stripVTControlCharacters } from "node:util";

const ADDRESS = /https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1?\]):(\d+)/g;
const LOOK_AGAIN_MS = 100;

/** The ports of this machine that a program's output names. */
export function portsIn(output: string): number[] {
  const text = stripVTControlCharacters(output);
  return [...text.matchAll(ADDRESS)].map(([, port]) => Number(port));
}

export function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: "localhost", port });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", () => end(true)).once("error", () => end(false));
  });
}

/**
 * Resolves with the first of these ports that takes connections.
 * @param candidates called again each time, because output comes bit by bit
 */
export async function firstThatListens(
  candidates: () => readonly number[],
  signal: AbortSignal,
): Promise<number> {
  for (;;) {
    for (const port of new Set(candidates())) {
      if (await listens(port)) return port;
    }
    await sleep(LOOK_AGAIN_MS, undefined, { signal });
  }
}
