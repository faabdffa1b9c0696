/**
 * Packs a local service, so that it can be installed anywhere:
 *   node scripts/pack-local.ts local-firestore [folder]
 * Node runs no TypeScript below node_modules, so the package gets JavaScript. It carries
 * local-service inside, because that is in no registry. Prints the path of the tarball.
 */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "..");
const SHARED = "@claims-starter/local-service";
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
  for (const file of [`packages/${name}/README.md`, "LICENSE"]) {
    cpSync(join(ROOT, file), join(target, file.slice(file.lastIndexOf("/") + 1)));
  }
}

function pack(name: string, folder: string): string {
  const staging = mkdtempSync(join(tmpdir(), "pack-local-"));
  try {
    const { bin = {}, dependencies } = manifestOf(name);
    build("local-service", join(staging, "node_modules", SHARED), ["index.ts"], {});
    build(name, staging, ["index.ts", "cli.ts"], {
      bin: Object.fromEntries(Object.keys(bin).map((command) => [command, "./cli.js"])),
      dependencies: { ...manifestOf("local-service").dependencies, ...dependencies },
      bundleDependencies: [SHARED],
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
