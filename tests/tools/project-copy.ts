import {
  constants,
  copyFileSync,
  cpSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const PROJECT = fileURLToPath(new URL("../../", import.meta.url));

/** What builds, runs and people leave behind; keys in .env files must not decide a test. */
const LEFT_OUT =
  /^(node_modules|\.git|\.next|\.local|\.vercel|\.env(?!\.example$).*|coverage|test-results|playwright-report|.*\.tsbuildinfo)$/;

/** Written in place by tools, so a link would reach back into the project. */
const NOT_LINKED = /^(\.cache|\.vite.*|\.package-lock\.json)$/;

function linkFile(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    // Another file system: copied, without using space where the system can do that.
    copyFileSync(from, to, constants.COPYFILE_FICLONE);
  }
}

/** The same tree with hard links for files: 40,000 packages' files take two seconds and no space. */
function linkTree(from: string, to: string): void {
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (NOT_LINKED.test(entry.name)) continue;
    if (entry.isDirectory()) linkTree(source, target);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else linkFile(source, target);
  }
}

/** Gives a folder of a test's own the project's packages, to build with: links are no copies. */
export function linkPackages(folder: string): void {
  linkTree(join(PROJECT, "node_modules"), join(folder, "node_modules"));
}

export interface ProjectCopy extends Disposable {
  folder: string;
}

/**
 * A copy of the project as it stands, with its packages, that a test may change, build and run:
 * Next allows one `next dev` in a folder, and the developer's own may be running.
 * @param packages "shared" is quicker, for a test that only reads them
 */
export function copyProject(packages: "own" | "shared" = "own"): ProjectCopy {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "claims-starter-copy-")));
  for (const name of readdirSync(PROJECT).filter((entry) => !LEFT_OUT.test(entry))) {
    cpSync(join(PROJECT, name), join(folder, name), { recursive: true });
  }
  if (packages === "own") linkPackages(folder);
  else symlinkSync(join(PROJECT, "node_modules"), join(folder, "node_modules"), "junction");
  return {
    folder,
    [Symbol.dispose]: () =>
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }),
  };
}
