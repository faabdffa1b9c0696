import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { readPort, runService } from "@claims-starter/local-service";
import { DataFileError } from "./data-file.ts";
import { isProject, PROJECT_RULE } from "./names.ts";
import type { Seed } from "./seed.ts";
import { startLocalFirestore } from "./server.ts";

const USAGE = `Usage: local-firestore [options]

  --port NUMBER      4712 unless given; 0 for any free one
  --data-file FILE   keeps the documents there; in memory unless given
  --reset            empties the data file first; only with --data-file
  --seed FILE        JSON: { "users/ada": { "name": "Ada" } }; adds the documents that are missing
  --project ID       the project that they are added to; demo-project unless given
  --quiet            prints nothing but the environment variables and errors
  --help             prints this

Prints the environment variables for your app: local-firestore >> .env.local
Ends with 0 when it is stopped, and with 1 when it cannot start.`;

function readSeed(file: string): Seed {
  let seed: unknown;
  try {
    seed = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new Error(`--seed ${file}: ${error instanceof Error ? error.message : error}`);
  }
  if (typeof seed !== "object" || seed === null || Array.isArray(seed)) {
    throw new Error(`--seed ${file}: it must be an object with the path of each document.`);
  }
  // Each document is checked when it is added.
  return seed as Seed;
}

function readProject(text = "demo-project"): string {
  if (isProject(text)) return text;
  throw new Error(`--project is "${text}"; use ${PROJECT_RULE}.`);
}

await runService(async () => {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: "4712" },
      "data-file": { type: "string" },
      reset: { type: "boolean", default: false },
      seed: { type: "string" },
      project: { type: "string" },
      quiet: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.error(USAGE);
    process.exit();
  }
  const port = readPort(values.port);
  const dataFile = values["data-file"];
  if (dataFile === "") throw new Error("--data-file is empty; use the path of a file.");
  if (values.reset && !dataFile) {
    throw new Error("--reset empties the data file. Name one with --data-file.");
  }
  const project = readProject(values.project);
  const seed = values.seed === undefined ? undefined : readSeed(values.seed);

  const firestore = await startLocalFirestore({
    port,
    ...(dataFile && { dataFile }),
    reset: values.reset,
    log: console.error,
  }).catch((error: unknown) => {
    throw error instanceof DataFileError ? new Error(`--data-file ${error.message}`) : error;
  });
  const say = (line: string) => {
    if (!values.quiet) console.error(line);
  };
  if (seed) {
    try {
      const added = await firestore.seed(seed, project);
      say(`Added ${added} of ${Object.keys(seed).length} documents to ${project}.`);
    } catch (error) {
      await firestore.close();
      throw new Error(`--seed ${values.seed}: ${error instanceof Error ? error.message : error}`);
    }
  }
  say(`Firestore listens on ${firestore.host}. Ctrl-C stops it.`);
  return {
    environment: {
      FIRESTORE_EMULATOR_HOST: firestore.host,
      // Without credentials, the SDK would look for Google's metadata server first.
      METADATA_SERVER_DETECTION: "none",
      ...((seed || values.project) && { GOOGLE_CLOUD_PROJECT: project }),
    },
    close: firestore.close,
  };
});
