import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const CLI = fileURLToPath(new URL("../cli.ts", import.meta.url));

/** A running `local-clerk`; `await using` ends it. */
export class Command implements AsyncDisposable {
  readonly #child;
  stdout = "";
  stderr = "";

  constructor(args: readonly string[], options: { cwd?: string } = {}) {
    const { NODE_OPTIONS: _, PORT: __, ...env } = process.env;
    this.#child = spawn(process.execPath, [CLI, ...args], { ...options, env });
    this.#child.stdout.setEncoding("utf8").on("data", (text: string) => {
      this.stdout += text;
    });
    this.#child.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.stderr += text;
    });
  }

  /**
   * The first match in what it prints.
   * @throws {Error} with all of it, when none comes
   */
  async prints(pattern: RegExp, ms = 20_000): Promise<RegExpExecArray> {
    for (const giveUpAt = Date.now() + ms; ; await sleep(20)) {
      const match = pattern.exec(this.stdout + this.stderr);
      if (match) return match;
      if (Date.now() > giveUpAt || this.#child.exitCode !== null) break;
    }
    throw new Error(`No ${pattern} in:\n${this.stdout}${this.stderr}`);
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }

  async exitCode(): Promise<number | null> {
    const { exitCode, signalCode } = this.#child;
    if (exitCode === null && signalCode === null) await once(this.#child, "exit");
    return this.#child.exitCode;
  }

  /** Not killed: what it has started would stay. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.signal("SIGTERM");
    await this.exitCode();
  }
}
