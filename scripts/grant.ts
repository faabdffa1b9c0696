/**
 * Gives a user a role or a plan from the terminal: the way to the first admin.
 *   npm run grant -- admin@example.com --role admin [--plan pro] [--yes] [--env-file FILE]
 * Works on the Clerk instance whose CLERK_SECRET_KEY is in FILE, or in the environment or .env.local,
 * and on the local services while they run. Exits with 0 when it wrote, 1 when it did not, 2 on misuse.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import { parseArgs } from "node:util";
import { type ClerkClient, createClerkClient, type User } from "@clerk/backend";
import nextEnv from "@next/env";
import { z } from "zod";
import { type Claims, claimsOfMetadata, claimsSchema, PLANS, ROLES } from "../lib/auth/claims.ts";
import { withDeadline } from "../lib/calls/deadline.ts";
import { readEnvFile } from "./env-file.ts";

const USAGE = `Usage: npm run grant -- <email address> [--role ${ROLES.join("|")}] [--plan ${PLANS.join("|")}] [--yes] [--env-file FILE]`;
const DEADLINE_MS = 10_000;
const LARGEST_PAGE = 500;

/** What the person at the terminal can mend: shown as a sentence, without a stack. */
class Refusal extends Error {
  readonly exitCode: 1 | 2;
  constructor(message: string, exitCode: 1 | 2 = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

const access = z.object(claimsSchema.shape).pick({ role: true, plan: true }).partial();

function readCommand(args: string[]) {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        role: { type: "string" },
        plan: { type: "string" },
        yes: { type: "boolean", default: false },
        "env-file": { type: "string" },
      },
    });
    const [email = "", ...more] = positionals;
    const { yes, "env-file": envFile, ...wanted } = values;
    if (more.length > 0) throw new Error("Give one email address.");
    return {
      email: z.email("Give the email address of a user.").parse(email).toLowerCase(),
      wanted: access
        .refine(({ role, plan }) => role ?? plan, "Give --role or --plan.")
        .parse(wanted),
      yes,
      file: envFile === undefined ? null : { name: envFile, variables: readEnvFile(envFile) },
    };
  } catch (error) {
    const problem =
      error instanceof z.ZodError
        ? error.issues.map(({ path, message }) => [...path, message].join(" ")).join("; ")
        : error instanceof Error
          ? error.message
          : String(error);
    throw new Refusal(`${problem}\n${USAGE}`, 2);
  }
}

const localServices = z.object({
  clerk: z.object({ apiUrl: z.string(), secretKey: z.string() }),
});

type EnvFile = ReturnType<typeof readCommand>["file"];

function connect(envFile: EnvFile): { clerk: ClerkClient; instance: string } {
  if (!envFile) nextEnv.loadEnvConfig(process.cwd(), true, { info() {}, error: console.error });
  const variables = envFile?.variables ?? process.env;
  const { CLERK_SECRET_KEY: secretKey, CLERK_API_URL: apiUrl } = variables;
  if (secretKey) {
    const instance = secretKey.startsWith("sk_live_") ? "production" : "development";
    return {
      clerk: createClerkClient({ secretKey, ...(apiUrl && { apiUrl }) }),
      instance: `your Clerk ${instance} instance`,
    };
  }
  if (envFile) throw new Refusal(`No CLERK_SECRET_KEY in ${envFile.name}.`);
  const file = join(process.env.LOCAL_STATE_DIR ?? ".local", "services.json");
  if (!existsSync(file)) {
    throw new Refusal(
      "No CLERK_SECRET_KEY in the environment or in .env.local, and no local services are running (npm run dev).",
    );
  }
  const { clerk } = localServices.parse(JSON.parse(readFileSync(file, "utf8")));
  return { clerk: createClerkClient(clerk), instance: "the local Clerk" };
}

async function call<Value>(request: () => Promise<Value>): Promise<Value> {
  try {
    return await withDeadline(request, DEADLINE_MS);
  } catch (error) {
    const { status } = Object(error) as { status?: number };
    if (status === 401) throw new Refusal("Clerk refuses CLERK_SECRET_KEY.");
    throw new Refusal(
      status
        ? `Clerk answered ${status}. Nothing more was done.`
        : "Clerk cannot be reached. Nothing more was done.",
    );
  }
}

async function findUser({ users }: ClerkClient, email: string): Promise<User> {
  const { data } = await call(() => users.getUserList({ emailAddress: [email], limit: 10 }));
  // Clerk matches parts of an address too.
  const found = data.filter(({ emailAddresses }) =>
    emailAddresses.some((one) => one.emailAddress.toLowerCase() === email),
  );
  const [user, ...others] = found;
  if (!user) throw new Refusal(`No user has the address ${email}. Sign up in the app first.`);
  if (others.length > 0) {
    throw new Refusal(
      `More than one user has the address ${email}: ${found.map(({ id }) => id).join(", ")}.`,
    );
  }
  return user;
}

async function isLastAdmin({ users }: ClerkClient, userId: string): Promise<boolean> {
  for (let offset = 0; ; offset += LARGEST_PAGE) {
    const { data } = await call(() => users.getUserList({ limit: LARGEST_PAGE, offset }));
    const other = data.find(
      ({ id, publicMetadata }) =>
        id !== userId && claimsOfMetadata(publicMetadata).role === "admin",
    );
    if (other) return false;
    if (data.length < LARGEST_PAGE) return true;
  }
}

async function isConfirmed(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  // An input that ends without an answer is a no.
  const ended = new Promise<string>((resolve) => terminal.once("close", () => resolve("")));
  const answer = await Promise.race([terminal.question(question), ended]);
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}

async function grant(): Promise<void> {
  // Node takes an --env-file for its own, even after the script's name, unless a -- comes first.
  const args = process.argv.slice(2).filter((arg) => arg !== "--");
  const { email, wanted, yes, file } = readCommand(args);
  const { clerk, instance } = connect(file);
  const user = await findUser(clerk, email);
  const before = claimsOfMetadata(user.publicMetadata);
  const patch: Partial<Pick<Claims, "role" | "plan">> = {
    ...(wanted.role && { role: wanted.role }),
    ...(wanted.plan && { plan: wanted.plan }),
  };
  const after = { ...before, ...patch };
  if (before.role === after.role && before.plan === after.plan) {
    throw new Refusal(`${email} has that already: ${before.role}, ${before.plan}.`);
  }
  if (before.role === "admin" && after.role !== "admin" && (await isLastAdmin(clerk, user.id))) {
    throw new Refusal(`${email} is the last admin. Make somebody else an admin first.`);
  }

  console.log(`${email} (${user.id}) in ${instance}`);
  console.log(`  role: ${before.role}${before.role === after.role ? "" : ` → ${after.role}`}`);
  console.log(`  plan: ${before.plan}${before.plan === after.plan ? "" : ` → ${after.plan}`}`);
  if (!yes && !(await isConfirmed("Write this? [y/N] "))) {
    throw new Refusal("\nNothing was written.");
  }
  // Merges: onboarding and team stay as they are.
  await call(() => clerk.users.updateUserMetadata(user.id, { publicMetadata: patch }));
  console.log("Written. It is in their token at the next refresh, within a minute.");
}

try {
  await grant();
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(error.message);
  process.exitCode = error.exitCode;
}
