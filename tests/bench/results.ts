import { readFileSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";

function versionOf(name: string): string {
  const { version }: { version: string } = JSON.parse(
    readFileSync(`node_modules/${name}/package.json`, "utf8"),
  );
  return `${name} ${version}`;
}

/** Writes a table's file, with what somebody needs to get the same: command, date, machine and versions. */
export function writeResults(
  file: string,
  title: string,
  command: string,
  sections: readonly string[],
): void {
  const [cpu] = cpus();
  const machine = `${cpus().length} cores (${cpu?.model.trim()}), ${Math.round(totalmem() / 1e9)} GB`;
  const versions = ["next", "@clerk/nextjs", "react"].map(versionOf).join(", ");
  const head = [
    `# ${title}`,
    `\`${command}\` on ${new Date().toISOString().slice(0, 10)}: ${machine}, Node ${process.versions.node}, ${versions}. Medians, with the least and the most in brackets.`,
  ];
  writeFileSync(join(import.meta.dirname, file), `${[...head, ...sections].join("\n\n")}\n`);
}
