/**
 * Packs a local service, so that it can be installed anywhere:
 *   node scripts/pack-local.ts local-firestore [folder]
 * Node runs no TypeScript below node_modules, so the package gets JavaScript. It carries
 * local-service inside, because that is in no registry, and of Clerk's browser packages the files that
 * it serves: as dependencies they would bring a thousand packages. Prints the path of the tarball.
 */
import { execFileSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "..");
const SHARED = "@claims-starter/local-service";
/** What the local Clerk serves of each: for browsers, and not for old ones. */
const BROWSER_FILES = {
  "@clerk/clerk-js": /^clerk\.browser\.js$|_clerk\.browser_/,
  "@clerk/ui": /^ui\.browser\.js$|_ui_[0-9a-f]+_/,
};
const shell = process.platform === "win32";

interface Manifest {
  name: string;
  version: string;
  description: string;
  bin?: Record<string, string>;
  dependencies: Record<string, string>;
}

const manifestOf = (name: string): Manifest =>
  JSON.parse(readFileSync(join(ROOT, "packages", name, "package.json"), "utf8"));

/** Compiles what these files import, and writes a package.json that fits. */
function build(name: string, target: string, entries: readonly string[], more: object): void {
  mkdirSync(target, { recursive: true });
  const config = join(target, "tsconfig.json");
  const options = {
    extends: join(ROOT, "tsconfig.json"),
    compilerOptions: {
      noEmit: false,
      incremental: false,
      declaration: true,
      module: "nodenext",
      moduleResolution: "nodenext",
      rewriteRelativeImportExtensions: true,
      rootDir: join(ROOT, "packages", name, "src"),
      outDir: target,
      typeRoots: [join(ROOT, "node_modules/@types")],
      plugins: [],
    },
    include: [],
    files: entries.map((entry) => join(ROOT, "packages", name, "src", entry)),
  };
  writeFileSync(config, JSON.stringify(options));
  execFileSync(join(ROOT, "node_modules/.bin/tsc"), ["-p", config], { stdio: "inherit", shell });
  rmSync(config);
  const { name: fullName, version, description, dependencies } = manifestOf(name);
  const manifest = {
    name: fullName,
    version,
    description,
    license: "MIT",
    type: "module",
    engines: { node: ">=22" },
    exports: { types: "./index.d.ts", default: "./index.js" },
    dependencies,
    ...more,
  };
  writeFileSync(join(target, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  cpSync(join(ROOT, "LICENSE"), join(target, "LICENSE"));
  const folder = join(ROOT, "packages", name);
  for (const file of readdirSync(folder).filter((one) => one.endsWith(".md"))) {
    cpSync(join(folder, file), join(target, file));
  }
}

/** Copies the files for browsers of the packages that this one depends on; returns the names. */
function carryBrowserFiles(dependencies: Record<string, string>, staging: string): string[] {
  const carried = Object.entries(BROWSER_FILES).filter(([name]) => name in dependencies);
  for (const [name, wanted] of carried) {
    const from = join(ROOT, "node_modules", name);
    const to = join(staging, "node_modules", name);
    const { version, license } = JSON.parse(readFileSync(join(from, "package.json"), "utf8"));
    mkdirSync(join(to, "dist"), { recursive: true });
    writeFileSync(join(to, "package.json"), JSON.stringify({ name, version, license }));
    cpSync(join(from, "LICENSE"), join(to, "LICENSE"));
    for (const file of readdirSync(join(from, "dist")).filter((one) => wanted.test(one))) {
      cpSync(join(from, "dist", file), join(to, "dist", file));
    }
  }
  return carried.map(([name]) => name);
}

function pack(name: string, folder: string): string {
  const staging = mkdtempSync(join(tmpdir(), "pack-local-"));
  try {
    const { bin = {}, dependencies } = manifestOf(name);
    build("local-service", join(staging, "node_modules", SHARED), ["index.ts"], {});
    build(name, staging, ["index.ts", "cli.ts"], {
      bin: Object.fromEntries(Object.keys(bin).map((command) => [command, "./cli.js"])),
      dependencies: { ...manifestOf("local-service").dependencies, ...dependencies },
      bundleDependencies: [SHARED, ...carryBrowserFiles(dependencies, staging)],
    });
    mkdirSync(folder, { recursive: true });
    const args = ["pack", "--json", "--pack-destination", folder];
    const [packed] = JSON.parse(
      execFileSync("npm", args, { shell, cwd: staging, encoding: "utf8" }),
    );
    return join(folder, packed.filename);
  } finally {
    rmSync(staging, { recursive: true });
  }
}

const [name = "", folder = "."] = process.argv.slice(2);
if (name !== "local-firestore" && name !== "local-clerk") {
  console.error("Usage: node scripts/pack-local.ts local-firestore|local-clerk [folder]");
  process.exit(1);
}
console.log(pack(name, resolve(folder)));
