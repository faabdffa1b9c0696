import { execFileSync, spawn } from "node:child_process";
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

test.each(["local-firestore", "local-clerk"])("%s runs from its own tarball", async (name) => {
  const folder = unpacked(name);
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  expect(manifest.bundleDependencies).toEqual(["@claims-starter/local-service"]);
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
});
