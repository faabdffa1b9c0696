import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/** The suite is a folder of its repository; that repository's package.json has the versions it wants. */
const SUITE = "integration";

/** What the suite imports besides Clerk's own packages and Playwright, which are installed here. */
const IMPORTED = [
  "@faker-js/faker",
  "chalk",
  "dotenv",
  "execa",
  "fs-extra",
  "get-port",
  "http-proxy",
  "jsonwebtoken",
  "tree-kill",
  "uuid",
];

const packageSchema = z.object({ devDependencies: z.record(z.string(), z.string()) });

export function isCheckout(path: string): boolean {
  return existsSync(join(path, SUITE, "playwright.config.ts"));
}

/**
 * Copies the suite into `folder`, which lies in this repository, and installs what it imports. So the
 * checkout needs no packages and no build: Clerk's own packages are found here, as they are published.
 * @throws {Error} when npm can't install
 */
export function copySuite(checkout: string, folder: string): void {
  cpSync(join(checkout, SUITE), join(folder, SUITE), { recursive: true });
  const { devDependencies } = packageSchema.parse(
    JSON.parse(readFileSync(join(checkout, "package.json"), "utf8")),
  );
  const wanted = IMPORTED.map((name) => [name, devDependencies[name] ?? "*"]);
  const text = JSON.stringify({ private: true, dependencies: Object.fromEntries(wanted) }, null, 2);
  writeFileSync(join(folder, "package.json"), text);
  const { status } = spawnSync(
    "npm",
    // A second lock file would be the app's root, and Next looks for packages no higher.
    ["install", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund"],
    { cwd: folder, stdio: "inherit", shell: process.platform === "win32" },
  );
  if (status !== 0) throw new Error("npm could not install what the suite imports.");
}
