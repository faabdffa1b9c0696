import { createServer } from "node:net";

/** A mistake of the person at the terminal: shown as a sentence, without a stack. */
export class UsageError extends Error {}

/**
 * The port that a variable names.
 * @throws {UsageError} naming the variable when it is no port
 */
export function readPort(variable: string, fallback: number): number {
  const wanted = process.env[variable];
  if (!wanted) return fallback;
  const port = Number(wanted);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new UsageError(`${variable} is "${wanted}"; use a port number from 1 to 65535.`);
  }
  return port;
}

/**
 * Returns when nothing listens on the port.
 * @throws {UsageError} naming the port, the variable and a way on when something does
 */
export async function assertFree(port: number, variable: string, what: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  // No host: the wildcard address, so that what listens on any of them is noticed.
  const probe = createServer()
    .once("error", (error: NodeJS.ErrnoException) => {
      reject(
        error.code === "EADDRINUSE"
          ? new UsageError(
              `Port ${port} (${what}) is in use. End what listens there, or choose another: ${variable}=${port + 1} npm run …`,
            )
          : error,
      );
    })
    .listen(port, () => probe.close(() => resolve()));
  return promise;
}
