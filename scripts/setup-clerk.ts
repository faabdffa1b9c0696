/**
 * Customizes the session token of a Clerk instance as lib/auth/claims.ts wants it, with Clerk's own
 * command line, which shows the change and asks before it writes:
 *   npm run setup:clerk -- [--app app_…] [--instance dev|prod|ins_…] [--yes | --dry-run | --print]
 * Without --instance it is the development instance. --yes writes without asking, --print only prints
 * the command. Without --app, link the folder first:
 * `npx clerk@3.3.0 auth login && npx clerk@3.3.0 link`.
 */
import { spawn } from "node:child_process";
import { parseArgs } from "node:util";
import { SESSION_TOKEN_TEMPLATE } from "../lib/auth/claims.ts";

/** Not a dependency: it is a 100 MB program that is needed once. */
const CLI = "clerk@3.3.0";
const USAGE =
  "Usage: npm run setup:clerk -- [--app app_…] [--instance dev|prod|ins_…] [--yes | --dry-run | --print]";

/** @throws {Error} in a sentence */
function readOptions() {
  const options = {
    app: { type: "string" },
    instance: { type: "string" },
    yes: { type: "boolean" },
    "dry-run": { type: "boolean" },
    print: { type: "boolean" },
  } as const;
  const { values } = parseArgs({ options });
  const { app, instance, yes, "dry-run": isDryRun, print } = values;
  if (app !== undefined && !/^app_\w+$/.test(app))
    throw new Error("--app must be an id that starts with app_.");
  if (instance !== undefined && !/^(dev|prod|ins_\w+)$/.test(instance)) {
    throw new Error("--instance must be dev, prod, or an id that starts with ins_.");
  }
  if (!process.stdin.isTTY && !yes && !isDryRun && !print) {
    throw new Error(
      "This is no terminal, so you can't be asked. Give --yes to write without a question, or --dry-run or --print to write nothing.",
    );
  }
  return { app, instance, yes, isDryRun, print };
}

function readOptionsOrEnd(): ReturnType<typeof readOptions> {
  try {
    return readOptions();
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
    process.exit(2);
  }
}

const { app, instance, yes, isDryRun, print } = readOptionsOrEnd();
const patch = JSON.stringify({ session: { claims: SESSION_TOKEN_TEMPLATE } });
const args = [
  ...["config", "patch"],
  ...(app ? ["--app", app] : []),
  ...(instance ? ["--instance", instance] : []),
  ...(yes ? ["--yes"] : []),
  ...(isDryRun ? ["--dry-run"] : []),
  ...["--json", patch],
];
console.log(`npx ${CLI} ${args.slice(0, -1).join(" ")} '${patch}'`);

if (!print) {
  // npm itself, where it started this: on Windows a shell would change the quotes in the JSON.
  const npm = process.env.npm_execpath;
  const [command, first] = npm
    ? [process.execPath, [npm, "exec", "--yes", "--"]]
    : ["npx", ["--yes"]];
  const child = spawn(command, [...first, CLI, ...args], {
    stdio: "inherit",
    env: { ...process.env, CLERK_TELEMETRY_DISABLED: "1" },
  });
  child.once("error", (error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
  child.once("exit", (code) => {
    process.exitCode = code ?? 1;
  });
}
