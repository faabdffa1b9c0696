import { writeFileSync } from "node:fs";
import type { Reporter, TestModule } from "vitest/node";

/** Where a run writes them, in the folder that it runs in. */
export const ERROR_NAMES = "error-names.json";

/**
 * A reporter of Vitest that writes the names of the errors for which tests failed. Its own JSON has no
 * names, only stacks, and those of `resolves` and `rejects` don't begin with one.
 */
export default class ErrorNames implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const failed = modules.flatMap(({ children }) => [...children.allTests("failed")]);
    const names = failed.flatMap((test) => test.result().errors ?? []).map(({ name }) => name);
    writeFileSync(ERROR_NAMES, JSON.stringify(names));
  }
}
