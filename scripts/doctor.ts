/**
 * Says whether the environment is right, before users find out:
 *   npm run doctor -- [--env-file FILE] [--timeout SECONDS] [--json]
 * Looks at FILE, or at the environment with .env.local, or at the local services while they run.
 * Changes nothing, and prints no values. To see the claims it has Clerk make a session token of a
 * user who is signed in. Exits with 1 when there is a problem, 2 on misuse.
 */
import { parseArgs } from "node:util";
import { diagnose } from "./doctor/diagnose.ts";
import { loadEnvironment } from "./doctor/environment.ts";
import type { Finding } from "./doctor/finding.ts";
import { VARIABLES } from "./doctor/variables.ts";

/** Longer than any network needs, and short enough for a timer. */
const LONGEST_SECONDS = 600;
const USAGE = "Usage: npm run doctor -- [--env-file FILE] [--timeout SECONDS] [--json]";

function describe(findings: Finding[], from: string): string {
  const width = Math.max(...findings.map(({ subject }) => subject.length));
  const lines = findings.map(
    ({ status, subject, text }) => `${status.padEnd(7)}  ${subject.padEnd(width)}  ${text}`,
  );
  const count = (wanted: Finding["status"]) =>
    findings.filter(({ status }) => status === wanted).length;
  const summary = `Problems: ${count("problem")}. Warnings: ${count("warning")}.`;
  return [`Looking at ${from}. Nothing is changed.`, "", ...lines, "", summary].join("\n");
}

// Google's SDKs can throw where nothing catches it. The checks end at their deadlines all the same.
process.on("unhandledRejection", () => undefined);
// And they warn of what only they can mend, such as options of their own that are deprecated.
process.removeAllListeners("warning");
console.warn = () => undefined;

try {
  const options = {
    "env-file": { type: "string" },
    timeout: { type: "string", default: "8" },
    json: { type: "boolean" },
  } as const;
  // Node takes an --env-file for its own, even after the script's name, unless a -- comes first.
  const args = process.argv.slice(2).filter((arg) => arg !== "--");
  const { values } = parseArgs({ args, options });
  const deadlineMs = Number(values.timeout) * 1000;
  if (!(deadlineMs > 0 && deadlineMs <= LONGEST_SECONDS * 1000)) {
    throw new Error(`--timeout must be a number of seconds, ${LONGEST_SECONDS} at most.`);
  }
  const { from, isLocal, env } = loadEnvironment(values["env-file"]);
  // Google's SDKs read the process's own environment.
  for (const name of Object.keys(VARIABLES)) {
    if (env[name]) process.env[name] = env[name];
    else delete process.env[name];
  }
  const findings = await diagnose(env, { isLocal, deadlineMs });
  const text = values.json ? JSON.stringify(findings, null, 2) : describe(findings, from);
  const code = findings.some(({ status }) => status === "problem") ? 1 : 0;
  // A call that was given up would keep the process for up to a minute.
  process.stdout.write(`${text}\n`, () => process.exit(code));
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  process.exitCode = 2;
}
