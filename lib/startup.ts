import { env } from "~/lib/env";
import { firestoreConfig } from "~/lib/firebase/config";

/**
 * Ends the process with exit code 1, and a line for each problem, when its environment is wrong. It
 * doesn't throw: Next only logs what `register` in instrumentation.ts throws, and goes on listening.
 */
export function refuseWrongEnvironment(): void {
  try {
    const variables = env();
    if (variables.NODE_ENV === "production") firestoreConfig(variables);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}
