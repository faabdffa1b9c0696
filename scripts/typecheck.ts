/** Type-checks the project. A `next dev` that was killed can leave broken generated types behind. */
import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";

rmSync(".next/dev/types", { recursive: true, force: true });
const options = { stdio: "inherit", shell: process.platform === "win32" } as const;
try {
  execFileSync("next", ["typegen"], options);
  // A kept state does not notice that the generated route types changed.
  execFileSync("tsc", ["--noEmit", "--incremental", "false"], options);
} catch {
  // Both have printed what is wrong.
  process.exitCode = 1;
}
