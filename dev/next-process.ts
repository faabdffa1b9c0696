import { spawn } from "node:child_process";
import { resolve as resolvePath } from "node:path";
import { fileURLToPath } from "node:url";

const NEXT = fileURLToPath(new URL("../node_modules/next/dist/bin/next", import.meta.url));
const END_WITH_PARENT = new URL("end-with-parent.mjs", import.meta.url);
const GRACE_MS = 5_000;
const isWindows = process.platform === "win32";

export interface NextProcess {
  /** Resolves with the exit code when Next has ended. */
  exited: Promise<number>;
  /** Ends Next and everything it started. */
  stop(): Promise<void>;
}

/**
 * Starts the `next` command line with its own output and colours untouched.
 * @param file that Next removes when this process is killed and can't do so
 */
export function startNext(args: string[], env: NodeJS.ProcessEnv, file?: string): NextProcess {
  const preload = new URL(END_WITH_PARENT);
  preload.searchParams.set("launcher", String(process.pid));
  if (file) preload.searchParams.set("remove", resolvePath(file));
  const child = spawn(process.execPath, ["--import", preload.href, NEXT, ...args], {
    stdio: "inherit",
    env,
    // A process group of its own, so that the workers Next forks can be ended with it.
    detached: !isWindows,
  });

  const { promise: exited, resolve } = Promise.withResolvers<number>();
  child.once("error", (error) => {
    console.error(`Next could not be started: ${error.message}`);
    resolve(1);
  });
  child.once("exit", (code) => {
    // Next may end before its workers do.
    signal("SIGKILL");
    // Without a code, a signal has ended it.
    resolve(code ?? 1);
  });

  function signal(name: NodeJS.Signals): void {
    if (child.pid === undefined) return;
    try {
      if (isWindows) child.kill(name);
      else process.kill(-child.pid, name);
    } catch {
      // Nothing is left of the group.
    }
  }

  return {
    exited,
    async stop() {
      signal("SIGTERM");
      const timer = setTimeout(() => signal("SIGKILL"), GRACE_MS);
      await exited;
      clearTimeout(timer);
    },
  };
}
