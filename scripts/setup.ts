/**
 * Makes the template yours: its name, the examples and local services you keep, its licence.
 *   npm run setup
 *   npm run setup -- --name "Acme" --examples admin,teams --no-local-services --licence none --yes
 * Asks for what no option says. Can be run again. Exits with 0 when done, 1 when not, 2 on misuse.
 */
import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";
import { apply, type Choices, currentName } from "./setup/apply.ts";
import { ask, type Options } from "./setup/ask.ts";
import { LOCAL_SERVICES, type Part, readParts } from "./setup/part.ts";
import { slugOf } from "./setup/rename.ts";

const USAGE =
  'Usage: npm run setup -- [--name "Acme"] [--examples admin,teams|none] [--no-local-services] [--licence <holder>|none] [--yes] [--force]';

/** What the person at the terminal can mend: shown as a sentence, without a stack. */
class Refusal extends Error {
  readonly exitCode: 1 | 2;
  constructor(message: string, exitCode: 1 | 2 = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

function readOptions(args: string[]) {
  try {
    const { license, ...values } = parseArgs({
      args,
      allowNegative: true,
      options: {
        name: { type: "string" },
        examples: { type: "string" },
        "local-services": { type: "boolean" },
        licence: { type: "string" },
        license: { type: "string" },
        yes: { type: "boolean", default: false },
        force: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    }).values;
    return { ...values, licence: values.licence ?? license };
  } catch (error) {
    throw new Refusal(`${error instanceof Error ? error.message : error}\n${USAGE}`, 2);
  }
}

function checkedName(name: string): string {
  if (/^[^\p{Cc}]{1,60}$/u.test(name) && slugOf(name)) return name;
  throw new Refusal("A name has 1 to 60 characters, and a letter or digit among them.", 2);
}

/** The examples that go, when these are kept. */
function examplesWithout(kept: string, examples: Part[]): Part[] {
  const ids = kept === "none" ? [] : kept.split(",").map((id) => id.trim());
  const unknown = ids.find((id) => !examples.some((part) => part.id === id));
  if (unknown !== undefined) {
    const known = examples.map(({ id }) => id).join(", ") || "none left";
    throw new Refusal(`There is no example "${unknown}" here. There are: ${known}.`, 2);
  }
  return examples.filter(({ id }) => !ids.includes(id));
}

function fromOptions(options: Options, parts: Part[]): Choices {
  const examples = parts.filter(({ id }) => id !== LOCAL_SERVICES);
  const local = parts.filter(({ id }) => id === LOCAL_SERVICES);
  return {
    name: options.name === undefined ? null : checkedName(options.name),
    remove: [
      ...(options.examples === undefined ? [] : examplesWithout(options.examples, examples)),
      ...(options["local-services"] === false ? local : []),
    ],
    licence: options.licence ?? null,
  };
}

function run(command: string, args: string[]): void {
  // npm and npx are scripts on Windows, which only a shell starts.
  const shell = process.platform === "win32";
  const { status } = spawnSync(command, args, { stdio: ["inherit", "ignore", "inherit"], shell });
  if (status !== 0) throw new Refusal(`\`${command} ${args.join(" ")}\` failed: run it again.`);
}

function assertCommitted(): void {
  const { status, stdout } = spawnSync("git", ["status", "--porcelain"], { encoding: "utf8" });
  if (status === 0 && stdout.trim() !== "") {
    throw new Refusal(
      "Commit or stash your changes first, or add --force: this changes many files.",
    );
  }
}

async function main(): Promise<void> {
  const given = readOptions(process.argv.slice(2));
  const folder = process.cwd();
  const parts = readParts(folder);
  if (given.help) {
    console.log([USAGE, ...parts.map(({ id, title }) => `  ${id}: ${title}`)].join("\n"));
    return;
  }
  // Before anything is asked, so that a wrong option is told at once.
  fromOptions(given, parts);
  if (!given.force) assertCommitted();
  const was = currentName(folder).name;
  const options = given.yes ? given : await ask(given, parts, was, process.stdin, process.stdout);
  const choices = fromOptions(options, parts);
  apply(folder, choices);
  run("npx", ["biome", "check", "--write", "."]);
  // Brings package-lock.json and node_modules in line.
  run("npm", ["install"]);
  for (const { title } of choices.remove) console.log(`Removed: ${title}`);
  console.log("Done. Look at it with `git diff`, run `npm test`, and commit.");
}

try {
  await main();
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(error.message);
  process.exitCode = error.exitCode;
}
