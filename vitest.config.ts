import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const emptyModule = fileURLToPath(new URL("./node_modules/server-only/empty.js", import.meta.url));

/** A build takes the whole machine, and the other tests have deadlines to keep. */
const AFTER_THE_OTHERS = { groupOrder: 1 };

/**
 * A test runs in Node when it ends in `.test.ts` and in a DOM when it ends in `.test.tsx`.
 * `server-only` is silenced for Node alone, so that a DOM test still sees it refuse.
 * Tests of the launcher and of a deployment start and build the whole app.
 */
export default defineConfig({
  resolve: { tsconfigPaths: true },
  test: {
    // Room for a busy machine: what a deadline promises, its own test asserts.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // On a machine that others use, too.
    retry: process.env.CI ? 1 : 0,
    // Firestore's SDK goes on with what was given up, for some seconds, and a test ends its client before.
    onUnhandledError: ({ message }) => message !== "The client has already been terminated",
    // Most tests wait for a deadline, not for a core.
    maxWorkers: 6,
    maxConcurrency: 12,
    projects: [
      {
        extends: true,
        test: { name: "packages", environment: "node", include: ["packages/**/*.test.ts"] },
      },
      {
        extends: true,
        resolve: { alias: { "server-only": emptyModule } },
        test: {
          name: "node",
          environment: "node",
          include: ["{app,components,lib,dev,tests}/**/*.test.ts"],
          exclude: ["tests/{bench,e2e,extend,load,launcher,deploy,setup/whole}/**"],
        },
      },
      {
        extends: true,
        test: {
          name: "launcher",
          environment: "node",
          include: ["tests/launcher/**/*.test.ts"],
          sequence: AFTER_THE_OTHERS,
          testTimeout: 360_000,
          hookTimeout: 180_000,
        },
      },
      {
        extends: true,
        test: {
          name: "deploy",
          environment: "node",
          include: ["tests/deploy/**/*.test.ts"],
          sequence: AFTER_THE_OTHERS,
          hookTimeout: 300_000,
        },
      },
      {
        extends: true,
        plugins: [react()],
        test: {
          name: "dom",
          environment: "jsdom",
          include: ["{app,components,lib}/**/*.test.tsx"],
          setupFiles: ["tests/setup-dom.ts"],
        },
      },
    ],
  },
});
