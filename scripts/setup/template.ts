import { spawnSync } from "node:child_process";
import { changePackage } from "./project-file.ts";

/** Notes in package.json which version of the template the project started from. Once. */
export function noteTemplate(folder: string): void {
  const { status, stdout } = spawnSync("git", ["rev-parse", "HEAD"], {
    cwd: folder,
    encoding: "utf8",
  });
  changePackage(folder, (content) => {
    content.template ??= {
      name: content.name,
      version: content.version,
      commit: status === 0 ? stdout.trim() : null,
    };
  });
}
