import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const emptyModule = fileURLToPath(
  new URL("../../node_modules/server-only/empty.js", import.meta.url),
);

/** `npm run test:extend`. It builds changed copies of the app, so `npm test` leaves it out. */
export default defineConfig({
  resolve: { tsconfigPaths: true },
  test: {
    testTimeout: 600_000,
    hookTimeout: 600_000,
    projects: [
      {
        extends: true,
        test: { name: "guides", include: ["tests/extend/*.test.ts"], fileParallelism: false },
      },
      {
        // They pass in a copy that has followed docs/claims-sources.md, where `guides` runs them.
        extends: true,
        resolve: { alias: { "server-only": emptyModule } },
        test: { name: "claims-sources", include: ["tests/extend/claims-sources/*.test.ts"] },
      },
    ],
  },
});
