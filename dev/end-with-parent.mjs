/**
 * Loaded into Next before its own code. Ends Next and all that it started when the launcher is gone,
 * even with kill -9: otherwise it would keep its port. `?remove=` names a file that goes with it.
 */
import { rmSync } from "node:fs";
import { isMainThread } from "node:worker_threads";

const CHECK_MS = 500;
const { searchParams } = new URL(import.meta.url);
const file = searchParams.get("remove");
const launcher = Number(searchParams.get("launcher"));

// Next's own children load this too. They are in its group.
if (isMainThread && process.ppid === launcher) {
  setInterval(() => {
    if (process.ppid === launcher) return;
    if (file) rmSync(file, { force: true });
    process.kill(-process.pid, "SIGKILL");
  }, CHECK_MS).unref();
}
