import { defineConfig } from "vitest/config";

/** `npm run test:extend`. It builds changed copies of the app, so `npm test` leaves it out. */
export default defineConfig({
  resolve: { tsconfigPaths: true },
  test: {
    include: ["tests/extend/**/*.test.ts"],
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
