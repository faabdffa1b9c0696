/** Starts launch.ts, or says in a sentence that this Node can't. Old ones can't read TypeScript. */
import { readFileSync } from "node:fs";
import module from "node:module";

const file = new URL("../package.json", import.meta.url);
const { name, engines } = JSON.parse(readFileSync(file, "utf8"));
const needed = engines.node.replace(">=", "");
const { node } = process.versions;

if (node.localeCompare(needed, "en", { numeric: true }) < 0) {
  console.error(`${name} needs Node ${needed} or newer, and this is Node ${node}.`);
  process.exitCode = 1;
} else {
  module.enableCompileCache(); // Node keeps the compiled code for the next start.
  await import("./launch.ts");
}
