/**
 * Finds a Chromium to test in, without a download: one that is named, Playwright's own, one that is
 * installed, and else the one that comes as an npm package for Linux on x64.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium as playwrightChromium } from "@playwright/test";

const CACHE = fileURLToPath(new URL("../../node_modules/.cache/", import.meta.url));

const INSTALLED = [
  "/usr/bin/google-chrome",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  ...["Google Chrome", "Chromium", "Microsoft Edge"].map(
    (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
  ),
  ...[process.env.ProgramFiles, process.env["ProgramFiles(x86)"], process.env.LOCALAPPDATA].flatMap(
    (folder) =>
      folder
        ? [
            join(folder, "Google/Chrome/Application/chrome.exe"),
            join(folder, "Microsoft/Edge/Application/msedge.exe"),
          ]
        : [],
  ),
];

export interface Browser {
  executablePath: string;
  /** What the process needs beside the environment it inherits. */
  env: Record<string, string>;
}

function runs({ executablePath, env }: Browser): boolean {
  const { status } = spawnSync(executablePath, ["--version"], {
    env: { ...process.env, ...env },
    timeout: 20_000,
  });
  return status === 0;
}

/** Unpacks the package's browser once; a half-unpacked one never stands under the final name. */
async function unpack(): Promise<string> {
  const folder = join(CACHE, "chromium");
  if (!existsSync(folder)) {
    mkdirSync(CACHE, { recursive: true });
    const part = mkdtempSync(join(CACHE, "chromium-part-"));
    const outside = process.env.TMPDIR;
    // The package unpacks into os.tmpdir() and nowhere else.
    process.env.TMPDIR = part;
    try {
      const { default: packaged, inflate } = await import("@sparticuz/chromium");
      await packaged.executablePath();
      const libraries = fileURLToPath(import.meta.resolve("@sparticuz/chromium"));
      await inflate(join(dirname(libraries), "../bin/al2023.tar.br"));
    } finally {
      if (outside === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = outside;
    }
    try {
      renameSync(part, folder);
    } catch (error) {
      // Another process, in a copy with the same packages, was quicker.
      rmSync(part, { recursive: true, force: true });
      if (!existsSync(folder)) throw error;
    }
  }
  return folder;
}

export async function packagedChromium(): Promise<Browser> {
  const folder = await unpack();
  const executablePath = join(folder, "chromium");
  const fonts = existsSync("/etc/fonts") ? {} : { FONTCONFIG_PATH: join(folder, "fonts") };
  const plain = { executablePath, env: { ...fonts } };
  if (runs(plain)) return plain;
  // A bare container lacks libnss3 and the like; the package carries them.
  return { executablePath, env: { ...fonts, LD_LIBRARY_PATH: join(folder, "al2023/lib") } };
}

/**
 * @throws {Error} naming CHROMIUM_PATH when there is no browser for this platform
 */
export async function findChromium(): Promise<Browser> {
  const named = process.env.CHROMIUM_PATH;
  if (named) return { executablePath: named, env: {} };
  const found = [playwrightChromium.executablePath(), ...INSTALLED].find((path) =>
    existsSync(path),
  );
  if (found) return { executablePath: found, env: {} };
  if (process.platform === "linux" && process.arch === "x64") return packagedChromium();
  throw new Error(
    "No Chromium found. Install Google Chrome, or run `npx playwright install chromium`, or set CHROMIUM_PATH to a Chromium.",
  );
}

/** Switches for a test browser; as root, as in most containers, Chromium needs no sandbox. */
export const CHROMIUM_ARGS = [
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
];
