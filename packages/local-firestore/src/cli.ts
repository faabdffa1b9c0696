#!/usr/bin/env node
import { parseArgs } from "node:util";
import { readPort, runService } from "@claims-starter/local-service";
import { startFirestore } from "./server.ts";

const USAGE = `Usage: local-firestore [options]

  --port NUMBER      4712 unless given; 0 for any free one
  --data-file FILE   keeps the documents there; in memory unless given
  --help             prints this

Prints the environment variables for your app: local-firestore >> .env.local`;

await runService(async () => {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: "4712" },
      "data-file": { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.error(USAGE);
    process.exit();
  }
  const firestore = await startFirestore({
    port: readPort(values.port),
    ...(values["data-file"] && { dataFile: values["data-file"] }),
    log: console.error,
  });
  return {
    environment: {
      FIRESTORE_EMULATOR_HOST: firestore.host,
      // Without credentials, the SDK would look for Google's metadata server first.
      METADATA_SERVER_DETECTION: "none",
    },
    close: firestore.close,
  };
});
