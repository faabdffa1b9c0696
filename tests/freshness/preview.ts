import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LocalServices } from "../e2e/support/local.ts";
import { freePort } from "../tools/free-port.ts";
import { NO_KEYS } from "../tools/no-keys.ts";
import { Program } from "../tools/program.ts";

/** A preview of the build with local services of its own: these tests change how Clerk works. */
export async function startPreview(sessionMinter: boolean) {
  const folder = mkdtempSync(join(tmpdir(), "claims-starter-freshness-"));
  const program = new Program("node", ["dev/launch.ts", "preview"], {
    env: {
      PORT: String(await freePort()),
      CLERK_EMULATOR_PORT: String(await freePort()),
      FIRESTORE_EMULATOR_PORT: String(await freePort()),
      LOCAL_STATE_DIR: folder,
      LOG_LEVEL: "error",
      ...NO_KEYS,
    },
  });
  await program.writes("Ready in");
  const local = new LocalServices(folder);
  if (sessionMinter) {
    await local.control("PUT", "/session-minter", { enabled: true });
    // What else live instances do, so that a call which they would refuse fails here.
    await local.control("PUT", "/rate-limits", "production");
    await local.control("PUT", "/handshake-nonce", { enabled: true });
  }
  return {
    local,
    async close() {
      await program[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
