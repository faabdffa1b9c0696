/**
 * `npm run bench:cold-start -- [rounds]`: how long the standalone server takes from the start of its
 * process to its first answer, with Firestore over gRPC or REST, and with the SDK loaded at its first
 * use or at the start, in turns. gRPC talks to the local Firestore, REST to a fake of one call.
 */
import { generateKeyPairSync } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { startLocalFirestore } from "@claims-starter/local-firestore";
import { ask, buildContainer, localServices, startServer } from "../deploy/container.ts";
import { fakeServer } from "../deploy/fake-server.ts";

/** Answers each read with "no such document". */
function fakeRest() {
  return fakeServer((_request, response, body) => {
    const { documents = [] }: { documents?: string[] } = JSON.parse(String(body) || "{}");
    const readTime = new Date().toISOString();
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify(documents.map((missing) => ({ missing, readTime }))));
  });
}

/** REST needs a credential, which signs its tokens itself: no call to Google. */
function accountFile(folder: string): string {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const file = join(folder, "account.json");
  const account = {
    type: "service_account",
    project_id: "demo-claims-starter",
    client_email: "app@demo-claims-starter.iam.gserviceaccount.com",
    private_key: privateKey.export({ type: "pkcs8", format: "pem" }),
  };
  writeFileSync(file, JSON.stringify(account));
  return file;
}

async function timeToAnswer(image: string, path: string, env: Record<string, string>) {
  const started = performance.now();
  const server = await startServer(image, env);
  try {
    const response = await ask(server.url + path, { onboardingComplete: path === "/dashboard" });
    const page = await response.text();
    if (response.status !== 200 || page.includes("Try again")) throw new Error(server.output);
    return performance.now() - started;
  } finally {
    await server[Symbol.asyncDispose]();
  }
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

async function compare(image: string, rounds: number): Promise<void> {
  const firestore = await startLocalFirestore({});
  const rest = await fakeRest();
  const early = join(image, "early.mjs");
  writeFileSync(early, 'import "firebase-admin/app";\nimport "firebase-admin/firestore";\n');
  const lazy = localServices(firestore);
  const eager = { ...lazy, NODE_OPTIONS: `--import ${early}` };
  const overRest = {
    ...localServices({ host: new URL(rest.url).host }),
    FIRESTORE_PREFER_REST: "true",
    GOOGLE_APPLICATION_CREDENTIALS: accountFile(image),
  };
  const cases = [
    {
      name: "/onboarding, gRPC, loaded at its first use",
      path: "/onboarding/welcome",
      env: lazy,
      times: [0],
    },
    {
      name: "/onboarding, gRPC, loaded at the start",
      path: "/onboarding/welcome",
      env: eager,
      times: [0],
    },
    {
      name: "/onboarding, REST, loaded at its first use",
      path: "/onboarding/welcome",
      env: overRest,
      times: [0],
    },
    { name: "/dashboard, loaded at its first use", path: "/dashboard", env: lazy, times: [0] },
    { name: "/dashboard, loaded at the start", path: "/dashboard", env: eager, times: [0] },
  ];
  for (let round = 0; round <= rounds; round += 1) {
    for (const one of cases) {
      const time = await timeToAnswer(image, one.path, one.env);
      // The first round fills the system's file cache.
      if (round === 0) one.times = [];
      else one.times.push(Math.round(time));
    }
  }
  for (const { name, times } of cases) {
    console.log(`${name.padEnd(38)} median ${median(times)} ms (${times.join(", ")})`);
  }
  await rest[Symbol.asyncDispose]();
  await firestore.close();
}

const rounds = Number(process.argv[2] ?? 7);
const container = await buildContainer();
try {
  await compare(container.image, rounds);
} finally {
  container[Symbol.dispose]();
}
