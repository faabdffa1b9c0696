import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, onTestFinished, test } from "vitest";

const ROOT = resolve(import.meta.dirname, "../..");

/** The packed service, unpacked where it finds the packages that are installed here. */
function unpacked(name: string): string {
  mkdirSync(join(ROOT, ".local"), { recursive: true });
  const folder = mkdtempSync(join(ROOT, ".local/pack-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const args = [join(ROOT, "scripts/pack-local.ts"), name, folder];
  const tarball = execFileSync(process.execPath, args, { encoding: "utf8" }).trim();
  execFileSync("tar", ["-xzf", tarball, "-C", folder]);
  return join(folder, "package");
}

/** Exits with 5 when clerk-js and its forms are served. */
const SERVES_CLERK_JS = `
const files = ["clerk-js@6/dist/clerk.browser.js", "ui@1/dist/ui.browser.js"];
const answers = await Promise.all(files.map((file) => fetch(process.env.CLERK_API_URL + "/npm/@clerk/" + file)));
process.exit(answers.every(({ ok }) => ok) ? 5 : 6);`;

/** What else a packed command does, with the exit code. */
const RUNS = [
  { name: "local-firestore", carries: [], args: ["--help"], code: 0 },
  {
    name: "local-clerk",
    carries: ["@clerk/clerk-js", "@clerk/ui"],
    args: ["--port", "0", "--", "node", "--input-type=module", "-e", SERVES_CLERK_JS],
    code: 5,
  },
];

test.each(RUNS)(
  "$name runs from its own tarball",
  { timeout: 120_000 },
  async ({ name, carries, args, code }) => {
    const folder = unpacked(name);
    const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    expect(manifest.bundleDependencies).toEqual(["@claims-starter/local-service", ...carries]);
    for (const carried of carries) {
      const own = readFileSync(join(folder, "node_modules", carried, "package.json"), "utf8");
      expect(JSON.parse(own)).not.toHaveProperty("dependencies");
    }
    const command = join(folder, manifest.bin[name]);
    const service = spawn(process.execPath, [command, "--port", "0"]);
    onTestFinished(() => void service.kill("SIGKILL"));
    let errors = "";
    service.stderr.on("data", (text) => {
      errors += text;
    });
    const [output] = await Promise.race([once(service.stdout, "data"), once(service, "exit")]);
    expect(String(output), errors).toMatch(/^(FIRESTORE_EMULATOR_HOST|NEXT_PUBLIC_CLERK)/);
    service.kill("SIGTERM");
    expect(await once(service, "exit")).toEqual([0, null]);
    const run = spawnSync(process.execPath, [command, ...args], { encoding: "utf8" });
    expect(run.status, run.stderr).toBe(code);
  },
);
