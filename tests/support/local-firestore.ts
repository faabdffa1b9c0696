import { type LocalFirestore, startLocalFirestore } from "@claims-starter/local-firestore";
import { Faults, RequestLog } from "@claims-starter/local-service";
import { afterAll, afterEach, beforeAll, vi } from "vitest";
import { firestore } from "../../lib/firebase/admin.ts";
import { localKeys } from "../tools/keys.ts";
import { connectFirestore } from "./backends.ts";

/**
 * A local Firestore for the tests of one file, reached through the real Admin SDK. Call it at the
 * top of the file, before the code under test makes its first call.
 */
export function localFirestoreForTests() {
  const faults = new Faults();
  const requests = new RequestLog();
  let server: LocalFirestore;

  beforeAll(async () => {
    server = await startLocalFirestore({ faults, requests });
    for (const [name, key] of Object.entries(localKeys())) vi.stubEnv(name, key);
    vi.stubEnv("FIRESTORE_EMULATOR_HOST", server.host);
    vi.stubEnv("METADATA_SERVER_DETECTION", "none");
    await connectFirestore();
    requests.clear();
  });

  afterEach(() => {
    faults.clear();
    requests.clear();
  });

  afterAll(async () => {
    await (await firestore()).terminate();
    vi.unstubAllEnvs();
    await server.close();
  });

  return {
    faults,
    requests,
    /** Ends the server and starts it again on its port with the same documents, or none. */
    async restart(whileDown: () => Promise<void>) {
      const port = Number(server.host.split(":")[1]);
      await server.close();
      await whileDown();
      server = await startLocalFirestore({ port, faults, requests });
    },
  };
}
