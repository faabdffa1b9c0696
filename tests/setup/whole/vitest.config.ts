import { defineConfig } from "vitest/config";

/** `npm run test:setup`. It takes half an hour, so `npm test` leaves it out. */
export default defineConfig({
  test: {
    include: ["tests/setup/whole/**/*.test.ts"],
    maxWorkers: 1,
    maxConcurrency: 2,
    testTimeout: 1_200_000,
    hookTimeout: 120_000,
  },
});
