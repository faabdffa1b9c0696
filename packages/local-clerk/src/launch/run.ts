import { createServer } from "node:net";
import { sentence } from "@claims-starter/local-service";
import type { LocalClerk } from "../server.ts";
import { firstThatListens, portsIn } from "./app-port.ts";
import { onSignal, startChild } from "./child.ts";
import { environmentFor, PROXY_PATH } from "./environment.ts";
import { type Front, startFront } from "./front.ts";

const USUAL_PORT = 3_000;
const SAY_AFTER_MS = 20_000;

interface LaunchOptions {
  command: readonly string[];
  /** Where the browser opens the app; 3000 or the next free one unless given. */
  proxyPort: number | undefined;
  /** Where the app listens; its output or the PORT that it was given says so unless given. */
  appPort: number | undefined;
  /** More variables for the command. */
  environment: Record<string, string>;
  say: (line: string) => void;
}

/** A port for the app, which most servers read from PORT. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== "object" || address === null) throw new Error("No port is free.");
  return address.port;
}

/**
 * Runs a command beside the local Clerk, until either ends; a program that only runs once, such as a
 * script with `clerkClient`, needs no port.
 * @returns the command's exit code
 */
export async function launch(clerk: LocalClerk, options: LaunchOptions): Promise<number> {
  const told = options.appPort ?? (await freePort());
  const { PORT: _, ...shell } = process.env;
  const child = startChild(options.command, {
    ...shell,
    ...environmentFor(clerk, process.cwd(), shell),
    ...options.environment,
    PORT: String(told),
  });
  const ended = new AbortController();
  let asked = false;
  onSignal((signal) => {
    child.stop(asked ? "SIGKILL" : signal);
    asked = true;
  });

  const clerkPort = Number(new URL(clerk.url).port);
  const candidates = () =>
    options.appPort === undefined
      ? [told, ...portsIn(child.output())].filter((port) => port !== clerkPort)
      : [options.appPort];
  const open = async (): Promise<Front> => {
    const appPort = await firstThatListens(candidates, ended.signal);
    const front = await startFront(clerk, {
      appPort,
      port: options.proxyPort ?? USUAL_PORT,
      isFixed: options.proxyPort !== undefined,
    });
    if (ended.signal.aborted) front.close();
    else {
      options.say(
        `\n  Open ${front.url} – your app, with Clerk under ${PROXY_PATH}` +
          `\n  Users, codes and tokens: ${clerk.inspector}\n`,
      );
    }
    return front;
  };
  const late = setTimeout(() => {
    options.say("Your app has not told its port yet. Name it with --app-port, if it has one.");
  }, SAY_AFTER_MS);
  const opening = open()
    .catch((error: unknown) => {
      if (ended.signal.aborted) return undefined;
      options.say(
        Object(error).code === "EADDRINUSE"
          ? `Port ${options.proxyPort} is in use. Choose another one with --proxy-port.`
          : sentence(error),
      );
      child.stop("SIGTERM");
      return null;
    })
    .finally(() => clearTimeout(late));

  const code = await child.exited;
  ended.abort();
  const front = await opening;
  front?.close();
  return front === null ? 1 : code;
}
