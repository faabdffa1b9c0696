import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const emptyModule = fileURLToPath(
  new URL("../../node_modules/server-only/empty.js", import.meta.url),
);

/** `npm run bench`: what a gate costs, beside the same pages without this starter. */
export default defineConfig({
  resolve: { tsconfigPaths: true, alias: { "server-only": emptyModule } },
  test: {
    include: ["tests/bench/**/*.test.ts"],
    testTimeout: 900_000,
    hookTimeout: 300_000,
    // One thing at a time, in this order: they would slow each other down.
    fileParallelism: false,
  },
});
