import { readEnv } from "~/lib/env";
import { readLogLevel } from "~/lib/logger";
import { startupProblem } from "~/lib/startup";

/** Runs once before the server answers: refuses to start on a wrong environment. */
export function register(): void {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const problem = startupProblem(readEnv());
  if (problem) throw new Error(problem);
  readLogLevel(process.env);
}
