import { defineConfig, mergeConfig } from "vitest/config";
import shared from "../../vitest.config.ts";

const { resolve } = shared;
const emptyModule = new URL("../../node_modules/server-only/empty.js", import.meta.url).pathname;

/** `npm run test:load`. It takes minutes and a machine of its own, so `npm test` leaves it out. */
export default mergeConfig(
  { resolve },
  defineConfig({
    resolve: { alias: { "server-only": emptyModule } },
    test: {
      include: ["tests/load/**/*.test.ts"],
      fileParallelism: false,
      testTimeout: 180_000,
      hookTimeout: 60_000,
      reporters: ["default"],
    },
  }),
);
