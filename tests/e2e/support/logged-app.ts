import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base } from "@playwright/test";
import { freePort } from "../../tools/free-port.ts";
import { Program } from "../../tools/program.ts";
import { LocalServices } from "./local.ts";

/** A preview of its own, because these tests read what it logs. */
export const test = base.extend<object, { server: { log: Program; local: LocalServices } }>({
  server: [
    // Playwright reads the fixture's dependencies off this pattern.
    // biome-ignore lint/correctness/noEmptyPattern: see above
    async ({}, use) => {
      const folder = mkdtempSync(join(tmpdir(), "claims-starter-log-"));
      const log = new Program(process.execPath, ["dev/launch.ts", "preview"], {
        env: {
          PORT: String(await freePort()),
          CLERK_EMULATOR_PORT: String(await freePort()),
          FIRESTORE_EMULATOR_PORT: String(await freePort()),
          LOCAL_STATE_DIR: folder,
          LOG_LEVEL: "trace",
        },
      });
      await log.writes("Ready in");
      await use({ log, local: new LocalServices(folder) });
      await log[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true });
    },
    { scope: "worker" },
  ],
});

export const UUID = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[\da-f]{4}-[\da-f]{12}$/;
