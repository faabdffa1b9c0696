/**
 * `npm run bench:dev-start -- [rounds]`: how long `npm run dev` with its local services takes until
 * Next is ready, beside plain `next dev` in the same copy of the project, in turns. Ends with 1 when
 * the local services cost more than two seconds.
 */
import { freePort } from "../tools/free-port.ts";
import { realKeys } from "../tools/keys.ts";
import { Program } from "../tools/program.ts";
import { copyProject, type ProjectCopy } from "../tools/project-copy.ts";

const BUDGET_MS = 2_000;

async function environment(): Promise<Record<string, string>> {
  return {
    PORT: String(await freePort()),
    CLERK_EMULATOR_PORT: String(await freePort()),
    FIRESTORE_EMULATOR_PORT: String(await freePort()),
  };
}

/** Milliseconds from the command to Next's "Ready". */
async function timeToReady(
  cwd: string,
  args: string[],
  env: Record<string, string>,
): Promise<number> {
  const started = performance.now();
  const program = new Program("npm", args, { cwd, env });
  try {
    await program.writes("Ready in");
    return performance.now() - started;
  } finally {
    // Node 22 runs this file as it is, and has no `await using`.
    await program[Symbol.asyncDispose]();
  }
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const pair = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return pair.reduce<number>((sum, value) => sum + (value ?? Number.NaN) / 2, 0);
}

function row(name: string, times: number[]): string {
  const all = times.map((time) => Math.round(time)).join(", ");
  return `${name.padEnd(12)} median ${Math.round(median(times))} ms (${all})`;
}

async function compare(rounds: number, project: ProjectCopy): Promise<boolean> {
  const sides = {
    plain: async () => {
      const env = await environment();
      const args = ["exec", "--", "next", "dev", "--port", env.PORT ?? ""];
      return timeToReady(project.folder, args, { ...env, ...realKeys() });
    },
    local: async () => timeToReady(project.folder, ["run", "dev"], await environment()),
  };
  // The first start of each fills its caches.
  await sides.plain();
  await sides.local();
  const plain: number[] = [];
  const local: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    plain.push(await sides.plain());
    local.push(await sides.local());
  }
  const cost = Math.round(median(local) - median(plain));
  const ratio = (median(local) / median(plain)).toFixed(2);
  console.log(row("next dev", plain));
  console.log(row("npm run dev", local));
  console.log(`The local services cost ${cost} ms: ${ratio} times as long.`);
  return cost <= BUDGET_MS;
}

const rounds = Number(process.argv[2] ?? 5);
if (!Number.isInteger(rounds) || rounds < 1) {
  console.error("Usage: npm run bench:dev-start -- [rounds]");
  process.exit(2);
}
const project = copyProject();
try {
  process.exitCode = (await compare(rounds, project)) ? 0 : 1;
} finally {
  project[Symbol.dispose]();
}
