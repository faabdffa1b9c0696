import {
  cpSync,
  globSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Claims } from "../../lib/auth/claims.ts";
import { freePort } from "../tools/free-port.ts";
import { liveKeys, publishableKey } from "../tools/keys.ts";
import { Program } from "../tools/program.ts";
import { copyProject } from "../tools/project-copy.ts";
import { sessionToken } from "./session-token.ts";

const dockerfile = readFileSync("Dockerfile", "utf8").replaceAll("\\\n", " ");

/** The rest of each line that starts with this instruction. */
export function instructions(name: string): string[] {
  return [...dockerfile.matchAll(new RegExp(`^${name} +(.+)$`, "gm"))].map(([, rest = ""]) => rest);
}

/** The Firestore that they lead to isn't there. */
export const KEYS: Record<string, string> = {
  ...liveKeys(),
  GOOGLE_CLOUD_PROJECT: "claims-starter",
};
/** The build knows that this host name is the production one, as it does on Vercel. */
export const HOST = "claims-starter.vercel.app";
export const ON_VERCEL = { VERCEL_TARGET_ENV: "production", VERCEL_PROJECT_PRODUCTION_URL: HOST };

/** A build with real keys refuses local services, so its copy for them has the key of a local Clerk. */
export const LOCAL_HOST = "clerk.example.test";
export const LOCAL_KEY = publishableKey(LOCAL_HOST, "live");

function localCopyOf(image: string): string {
  return `${image}-local`;
}

/** The image again, with the other key: another build would take a minute. */
function copyWithLocalKey(image: string): void {
  const copy = localCopyOf(image);
  const isOwn = (path: string) => path !== join(image, "node_modules");
  cpSync(image, copy, { recursive: true, verbatimSymlinks: true, filter: isOwn });
  symlinkSync(join(image, "node_modules"), join(copy, "node_modules"));
  const liveKey = KEYS.NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY ?? "";
  for (const file of globSync(["server.js", ".next/**/*.{js,html,rsc,json}"], { cwd: copy })) {
    const text = readFileSync(join(copy, file), "utf8");
    if (text.includes(liveKey)) {
      writeFileSync(join(copy, file), text.replaceAll(liveKey, LOCAL_KEY));
    }
  }
}

/** Takes away what .dockerignore keeps out of the build; its last match decides, as in Docker. */
function leaveOutIgnored(folder: string): void {
  const lines = readFileSync(".dockerignore", "utf8").trim().split("\n");
  const kept = new Set(lines.filter((line) => line.startsWith("!")).map((line) => line.slice(1)));
  for (const pattern of lines.filter((line) => !line.startsWith("!") && line !== "node_modules")) {
    for (const found of globSync(pattern, { cwd: folder, exclude: ["node_modules/**"] })) {
      if (!kept.has(found)) rmSync(join(folder, found), { recursive: true, force: true });
    }
  }
}

/** Builds what .dockerignore lets through, as the Dockerfile does, with the packages that are here. */
async function build(folder: string): Promise<void> {
  leaveOutIgnored(folder);
  // The Node of packages/dev-node, where there is one: an image installs no workspaces.
  rmSync(join(folder, "node_modules/.bin/node"), { force: true });
  const env = Object.entries({ ...KEYS, ...ON_VERCEL }).map(
    ([name, value]) => `${name}=${value}\n`,
  );
  writeFileSync(join(folder, ".env.production.local"), env.join(""));
  const command = instructions("RUN").find((run) => run.includes("next build")) ?? "";
  const args = ["-ec", command.replace(/^--mount=\S+/, "")];
  const program = new Program("sh", args, { cwd: folder });
  if ((await program.exitCode()) !== 0) throw new Error(program.output);
}

/**
 * What the Dockerfile makes, as a folder outside the project that has only what the image gets.
 * @param change what the project gets before it is built
 */
export async function buildContainer(change: (folder: string) => void = () => undefined) {
  const image = realpathSync(mkdtempSync(join(tmpdir(), "claims-starter-image-")));
  // The cold start's script imports this file into Node 22, which has no `using`.
  const project = copyProject();
  try {
    change(project.folder);
    await build(project.folder);
    for (const copy of instructions("COPY --from=build")) {
      const [from = "", to = ""] = copy.split(" ");
      cpSync(join(project.folder, from.replace("/app/", "")), join(image, to), {
        recursive: true,
        verbatimSymlinks: true, // As Docker does.
      });
    }
  } finally {
    project[Symbol.dispose]();
  }
  copyWithLocalKey(image);
  return {
    image,
    [Symbol.dispose]() {
      for (const folder of [image, localCopyOf(image)]) rmSync(folder, { recursive: true });
    },
  };
}

/** A local Firestore, and a Clerk where nothing listens. They need LOCAL_SERVICES; all else is as in production. */
export function localServices({ host }: { host: string }, clerkUrl = "http://127.0.0.1:9") {
  return {
    LOCAL_SERVICES: "preview",
    NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: LOCAL_KEY,
    CLERK_API_URL: clerkUrl,
    FIRESTORE_EMULATOR_HOST: host,
    METADATA_SERVER_DETECTION: "none",
  };
}

/** A request that follows no redirect, by a visitor with these claims or, without, a signed-out one. */
export async function ask(
  url: string,
  claims?: Partial<Claims>,
  headers = {},
  body?: FormData,
): Promise<Response> {
  const authorization = claims && `Bearer ${await sessionToken("user_1", claims)}`;
  return fetch(url, {
    redirect: "manual",
    ...(body && { method: "POST", body }),
    headers: { accept: "text/html", ...(authorization && { authorization }), ...headers },
  });
}

/** Starts the image's command in its folder, or in its copy for local services. */
export async function startServer(image: string, env: Record<string, string> = {}) {
  const port = String(await freePort());
  const [command = "[]"] = instructions("CMD").slice(-1);
  const [, ...args]: string[] = JSON.parse(command);
  const fixed = Object.fromEntries(
    instructions("ENV").flatMap((line) => line.split(" ").map((pair) => pair.split("="))),
  );
  const server = new Program(process.execPath, args, {
    cwd: env.LOCAL_SERVICES ? localCopyOf(image) : image,
    env: { ...fixed, ...KEYS, PORT: port, ...env },
  });
  try {
    await server.writes("Ready in");
  } catch (error) {
    await server[Symbol.asyncDispose]();
    throw error;
  }
  return Object.assign(server, { port, url: `http://127.0.0.1:${port}` });
}
