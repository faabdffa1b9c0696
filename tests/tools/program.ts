import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

const MARK = "TEST_PROGRAM_ID";

/** Variables of the machine alone: no keys, ports or modes of the shell that runs the tests. */
function machineEnvironment(): NodeJS.ProcessEnv {
  const kept = ["PATH", "HOME", "TMPDIR", "LANG", "SystemRoot", "TEMP", "USERPROFILE", "APPDATA"];
  const own = Object.fromEntries(kept.map((name) => [name, process.env[name]]));
  // Next's types ask for a NODE_ENV in every environment; a program chooses its own.
  return {
    ...own,
    NEXT_TELEMETRY_DISABLED: "1",
  } as Partial<NodeJS.ProcessEnv> as NodeJS.ProcessEnv;
}

/** A real process with what it wrote; `await using` ends it. */
export class Program implements AsyncDisposable {
  readonly #child;
  readonly #id = randomUUID();
  readonly #closed: Promise<unknown>;
  stdout = "";
  stderr = "";

  constructor(
    command: string,
    args: string[],
    options: { cwd?: string; env?: Record<string, string> },
  ) {
    this.#child = spawn(command, args, {
      cwd: options.cwd,
      // npm and npx are scripts on Windows, which only a shell starts.
      shell: process.platform === "win32" && ["npm", "npx"].includes(command),
      env: { ...machineEnvironment(), ...options.env, [MARK]: this.#id },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#closed = once(this.#child, "close");
    this.#child.stdout.setEncoding("utf8").on("data", (text: string) => {
      this.stdout += text;
    });
    this.#child.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.stderr += text;
    });
  }

  get output(): string {
    return this.stdout + this.stderr;
  }

  get hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }

  /** Its exit code, once it and all that write to its output have ended; null after a signal. */
  async exitCode(): Promise<number | null> {
    await this.#closed;
    return this.#child.exitCode;
  }

  /**
   * @throws {Error} with all output, when the program ends or `ms` pass before it writes `text`
   */
  async writes(text: string | RegExp, ms = 60_000): Promise<void> {
    const giveUpAt = Date.now() + ms;
    const isThere = () =>
      typeof text === "string" ? this.output.includes(text) : text.test(this.output);
    while (!isThere()) {
      if (this.hasEnded || Date.now() > giveUpAt) {
        throw new Error(`The program did not write ${text}:\n${this.output}`);
      }
      await sleep(10);
    }
  }

  /** The processes that it started, directly or not, and that live: id and command. Linux only. */
  survivors(): { pid: number; command: string }[] {
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .filter((pid) => {
        try {
          return readFileSync(`/proc/${pid}/environ`, "utf8").includes(`${MARK}=${this.#id}`);
        } catch {
          return false; // ended meanwhile, or another user's
        }
      })
      .map((pid) => ({ pid: Number(pid), command: readFileSync(`/proc/${pid}/cmdline`, "utf8") }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.hasEnded) {
      this.signal("SIGTERM");
      await Promise.race([this.#closed, sleep(8_000, undefined, { ref: false })]);
    }
    // A test that failed half way may leave some.
    if (existsSync("/proc/self/environ")) {
      for (const { pid } of this.survivors()) process.kill(pid, "SIGKILL");
    }
  }
}
