import { env } from "~/lib/env";
import { checkNode } from "~/lib/supported-node";

/**
 * Ends the process with exit code 1, and a line for each problem, when its environment or Node is wrong. It
 * doesn't throw: Next only logs what `register` in instrumentation.ts throws, and goes on listening.
 */
export function refuseWrongEnvironment(): void {
  try {
    const variables = env();
    if (variables.NODE_ENV === "production") checkNode(Boolean(variables.LOCAL_SERVICES));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}
