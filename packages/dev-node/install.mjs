/**
 * npm runs this after `npm ci`. When the machine's Node is older than the project's package.json asks
 * for, it puts a newer one into node_modules/.bin, where npm scripts and npx look first. Otherwise, and
 * when the development packages are left out, it does nothing.
 *
 * Plain JavaScript, because an old Node runs it.
 */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = new URL("../../", import.meta.url);
const folder = new URL("node/", import.meta.url);
const program = process.platform === "win32" ? "node.exe" : "node";

const { engines } = JSON.parse(readFileSync(new URL("package.json", root), "utf8"));
const needed = engines.node.replace(">=", "");
const isOld = needed.localeCompare(process.versions.node, "en", { numeric: true }) > 0;

const { NODE_ENV, npm_config_omit: omitted = "", npm_execpath: npm } = process.env;
const isProduction = NODE_ENV === "production" || omitted.split(/\W/).includes("dev");

/** Fetches the binary for this platform, as node/package-lock.json has it, and moves it to .bin. */
function fetchNode() {
  const packages = new URL("node_modules/", folder);
  const args = [npm, "ci", "--include=optional", "--ignore-scripts", "--no-audit", "--no-fund"];
  const options = { cwd: fileURLToPath(folder), encoding: "utf8" };
  const { status, stderr } = spawnSync(process.execPath, args, options);
  if (status !== 0) throw new Error(stderr);
  const [name] = readdirSync(packages).filter((entry) => entry.startsWith("node-"));
  if (!name) throw new Error(`There is none for ${process.platform} on ${process.arch}.`);
  const target = new URL(`node_modules/.bin/${program}`, root);
  renameSync(new URL(`${name}/bin/${program}`, packages), target);
  rmSync(packages, { recursive: true });
  const { error } = spawnSync(fileURLToPath(target), ["--version"]);
  if (!error) return;
  rmSync(target);
  throw error;
}

if (isOld && !isProduction) {
  try {
    fetchNode();
  } catch (error) {
    console.error(
      `This project needs Node ${needed} or newer, and this is Node ${process.versions.node}. A newer one could not be fetched; install it from https://nodejs.org and run npm ci again.\n${error.message}`,
    );
    process.exitCode = 1;
  }
}
