import { readEnv } from "~/lib/env";
import { readLogLevel } from "~/lib/logger";
import { startupProblem } from "~/lib/startup";

function environmentProblem(): string | null {
  const problem = startupProblem(readEnv());
  if (problem) return problem;
  try {
    readLogLevel(process.env);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * Ends the process, with one sentence and exit code 1, when its environment is wrong. It does not
 * throw: Next only logs what `register` in instrumentation.ts throws, and goes on listening.
 */
export function refuseWrongEnvironment(): void {
  const problem = environmentProblem();
  if (!problem) return;
  process.stderr.write(`${problem}\n`);
  process.exit(1);
}
