import { spawn, spawnSync } from "node:child_process";
import { constants } from "node:os";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** How long a program may take to end after it was asked to. */
const PATIENCE_MS = 5_000;

/** A shell's code for a command that does not exist. */
const NOT_FOUND = 127;

export interface Child {
  /** What it has written to its standard output and errors; the end of it when that is much. */
  output(): string;
  /** Its exit code, as a shell would give it: 128 and the signal's number where one ended it. */
  exited: Promise<number>;
  /** Passes a signal on; a program that does not end then is killed. */
  stop(signal: NodeJS.Signals): void;
}

const KEPT_CHARACTERS = 20_000;

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended.
  }
}

/** The processes that this one has started, and those that they have. None on Windows. */
function descendantsOf(pid: number): number[] {
  const { stdout } = spawnSync("ps", ["-A", "-o", "pid=", "-o", "ppid="], { encoding: "utf8" });
  // Null where there is no ps.
  const pairs = (stdout ?? "").split("\n").map((line) => line.trim().split(/\s+/).map(Number));
  const startedBy = (parent: number): number[] =>
    pairs.flatMap(([child = 0, from]) => (from === parent ? [child, ...startedBy(child)] : []));
  return startedBy(pid);
}

/** Starts a command with this terminal's input. Its output passes through, to be read for its port. */
export function startChild(
  [command = "", ...args]: readonly string[],
  env: NodeJS.ProcessEnv,
): Child {
  const child = spawn(command, args, {
    env: { ...(process.stdout.isTTY && !env.NO_COLOR && { FORCE_COLOR: "1" }), ...env },
    stdio: ["inherit", "pipe", "pipe"],
    shell: process.platform === "win32", // npm and npx are scripts there
  });
  let output = "";
  for (const [from, to] of [
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ] as const) {
    from.on("data", (chunk: Buffer) => {
      output = (output + chunk.toString("utf8")).slice(-KEPT_CHARACTERS);
      to.write(chunk);
    });
  }
  const exited = new Promise<number>((resolve) => {
    child.once("error", (error) => {
      const isMissing = "code" in error && error.code === "ENOENT";
      console.error(isMissing ? `${command}: command not found` : error.message);
      resolve(isMissing ? NOT_FOUND : 1);
    });
    child.once("close", (code, signal) =>
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)),
    );
  });
  return {
    output: () => output,
    exited,
    stop(signal) {
      // A runner such as npm may end and leave the app that it started.
      const started = child.pid === undefined ? [] : descendantsOf(child.pid);
      const signalStarted = (which: NodeJS.Signals) => {
        for (const pid of started) kill(pid, which);
      };
      if (child.exitCode === null) child.kill(signal);
      child.once("exit", () => signalStarted(signal));
      setTimeout(() => {
        child.kill("SIGKILL");
        signalStarted("SIGKILL");
      }, PATIENCE_MS).unref();
    },
  };
}

/** Calls back at each request to end this process, which then does not end by itself. */
export function onSignal(callback: (signal: NodeJS.Signals) => void): void {
  for (const signal of SIGNALS) process.on(signal, () => callback(signal));
}
