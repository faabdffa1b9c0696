/**
 * `npm run check:vercel`: makes Vercel's own build of a copy of this project, without an account,
 * and checks what would be deployed. Skips where the `vercel` command isn't installed.
 */
import { spawnSync } from "node:child_process";
import { globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { liveKeys } from "../tests/tools/keys.ts";
import { copyProject } from "../tests/tools/project-copy.ts";

const PROJECT = {
  projectId: "prj_local",
  orgId: "team_local",
  // The copy has its packages.
  settings: { framework: "nextjs", nodeVersion: "24.x", installCommand: "echo" },
};

interface VercelFunction {
  path: string;
  runtime: string;
  /** Paths inside the deployed function. */
  files: string[];
  bytes: number;
}

function readFunction(folder: string, project: string): VercelFunction {
  const { runtime, filePathMap = {} } = JSON.parse(
    readFileSync(join(folder, ".vc-config.json"), "utf8"),
  );
  const own = globSync("**/*", { cwd: folder }).filter((file) =>
    statSync(join(folder, file)).isFile(),
  );
  const traced = Object.entries<string>(filePathMap);
  const sizes = [
    ...own.map((file) => statSync(join(folder, file)).size),
    ...traced.map(([, file]) => statSync(join(project, file)).size),
  ];
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  return { path: folder, runtime, files: [...own, ...traced.map(([file]) => file)], bytes };
}

/** What only development and the tests need. Packages may bring tests of their own. */
const STRANGERS =
  /^(packages|tests|dev|scripts|\.env)|^(app|components|lib)\/.*\.test\.|node_modules\/(@claims-starter|@playwright|hono|vitest)\//;

function problemsOf(functions: VercelFunction[]): string[] {
  const all = functions.flatMap(({ files }) => files);
  const isTraced = (pattern: RegExp) => all.some((file) => pattern.test(file));
  const strangers = all.filter((file) => STRANGERS.test(file));
  return [
    ...(functions.length === 0 ? ["There are no functions."] : []),
    ...functions
      .filter(({ runtime }) => runtime !== "nodejs24.x")
      .map(({ path, runtime }) => `${path} runs ${runtime}, not Node 24.`),
    ...strangers.map((file) => `${file} must not be deployed.`),
    ...(isTraced(/@grpc\/grpc-js\/.*\.js$/) ? [] : ["gRPC is not traced."]),
    ...(isTraced(/@google-cloud\/firestore-api\/.*\/protos\.json$/)
      ? []
      : ["Firestore's protos are not traced."]),
  ];
}

function check(project: { folder: string }): number {
  // The Node of packages/dev-node, where there is one, which Vercel doesn't install either.
  rmSync(join(project.folder, "node_modules/.bin/node"), { force: true });
  mkdirSync(join(project.folder, ".vercel"));
  writeFileSync(join(project.folder, ".vercel/project.json"), JSON.stringify(PROJECT));
  const built = spawnSync("vercel", ["build", "--prod", "--yes"], {
    cwd: project.folder,
    encoding: "utf8",
    env: {
      ...process.env,
      ...liveKeys(),
      GOOGLE_CLOUD_PROJECT: "demo",
      VERCEL_TELEMETRY_DISABLED: "1",
    },
  });
  if (built.status !== 0) {
    console.error(built.stdout + built.stderr);
    return 1;
  }
  const output = join(project.folder, ".vercel/output/functions");
  const functions = globSync("**/.vc-config.json", { cwd: output }).map((file) =>
    readFunction(dirname(join(output, file)), project.folder),
  );
  for (const { path, runtime, bytes } of functions) {
    console.log(`${path.slice(output.length)} ${runtime} ${(bytes / 1e6).toFixed(1)} MB`);
  }
  const problems = problemsOf(functions);
  for (const problem of problems) console.error(problem);
  console.log(problems.length === 0 ? "ok" : `${problems.length} problems`);
  return problems.length === 0 ? 0 : 1;
}

if (spawnSync("vercel", ["--version"]).error) {
  console.log("skipped: the vercel command is not installed");
} else {
  const project = copyProject();
  try {
    process.exitCode = check(project);
  } finally {
    // Node 22 runs this file as it is, and has no `using`.
    project[Symbol.dispose]();
  }
}
