import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base, expect } from "@playwright/test";
import { z } from "zod";
import { type Claims, LEAST_PRIVILEGE } from "../../lib/auth/claims.ts";
import { decide, findPath } from "../../lib/auth/policy.ts";
import { LocalServices } from "../e2e/support/local.ts";
import { freePort } from "../tools/free-port.ts";
import { Program } from "../tools/program.ts";
import { type Answer, ask, type Sent } from "./request.ts";

export { expect } from "@playwright/test";
export { type Answer, type Forged, form } from "./request.ts";

export const DOCUMENT = { accept: "text/html", "sec-fetch-dest": "document" };

const VISITORS = {
  nobody: null,
  new: {},
  user: { onboardingComplete: true },
  moderator: { onboardingComplete: true, role: "moderator" },
  admin: { onboardingComplete: true, role: "admin" },
  pro: { onboardingComplete: true, plan: "pro" },
  owner: { onboardingComplete: true, role: "admin", plan: "enterprise" },
} as const satisfies Record<string, Partial<Claims> | null>;

export type VisitorName = keyof typeof VISITORS;
export const VISITOR_NAMES = Object.keys(VISITORS) as VisitorName[];

/** What a visitor's token says; null for nobody. */
export function claimsOf(name: VisitorName): Claims | null {
  const claims = VISITORS[name];
  return claims && { ...LEAST_PRIVILEGE, ...claims };
}

export interface Visitor {
  /** The cookies of their session; "" for nobody. */
  cookie: string;
  email: string;
}

const signedIn = z.object({ cookies: z.array(z.object({ name: z.string(), value: z.string() })) });

/** An app of its own, whose log the tests read, and a person about whom no answer may say anything. */
export class Target {
  readonly #visitors = new Map<string, Promise<Visitor>>();
  readonly #log: Program;
  readonly local: LocalServices;
  readonly victim = { email: "", name: "Victim of the tests", note: "", id: "" };

  constructor(log: Program, local: LocalServices) {
    this.#log = log;
    this.local = local;
  }

  async prepare(): Promise<this> {
    const { id, email } = await this.local.createUser({ onboardingComplete: true }, "victim");
    const note = `private-note-of-${id}`;
    await this.local.clerk.users.updateUserMetadata(id, {
      privateMetadata: { internalNotes: note },
    });
    // Pages that list people leave out those without a name.
    await this.local.clerk.users.updateUser(id, { firstName: this.victim.name });
    Object.assign(this.victim, { id, email, note });
    return this;
  }

  /**
   * Sends it, and fails at once when the answer holds what no answer may hold, or is a crash.
   * @param worst the largest status that is no crash
   */
  async send(path: string, sent: Sent = {}, worst = 499): Promise<Answer> {
    const answer = await ask(this.local.appUrl, path, sent);
    const at = `${sent.method ?? "GET"} ${path}`;
    expect(answer.status, `${at}: ${answer.body.slice(0, 200)}`).toBeLessThanOrEqual(worst);
    expect(this.#leaksIn(JSON.stringify(answer.headers) + answer.body), at).toEqual([]);
    return answer;
  }

  /** One of the visitors, signed in: the same for the same label. */
  visitor(name: VisitorName, label: string = name): Promise<Visitor> {
    const claims = VISITORS[name];
    const known = this.#visitors.get(label);
    if (known) return known;
    const made = claims ? this.#signUp(claims, name) : Promise.resolve({ cookie: "", email: "" });
    this.#visitors.set(label, made);
    return made;
  }

  /** The cookies of a session of one of the visitors; "" for nobody. */
  async cookieOf(name: VisitorName, label: string = name): Promise<string> {
    return (await this.visitor(name, label)).cookie;
  }

  async #signUp(claims: Partial<Claims>, label: string): Promise<Visitor> {
    const { id, email } = await this.local.createUser(claims, label);
    // On a slow machine the tests outlive a token.
    await this.local.setTokenLifetime(id, 3_600);
    return { cookie: await this.signIn(id), email };
  }

  async signIn(userId: string, origin = this.local.appUrl): Promise<string> {
    const answer = signedIn.parse(await this.local.control("POST", "/sign-in", { userId, origin }));
    return answer.cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  }

  /** What may stand in no answer to whom it isn't for, and in no line of the log. */
  #secrets(): string[] {
    const { secretKey, webhookSecret } = this.local;
    return [secretKey, webhookSecret, this.victim.email, this.victim.note];
  }

  #leaksIn(text: string): string[] {
    const found = this.#secrets().filter((secret) => text.includes(secret));
    const patterns = [/-----BEGIN [A-Z ]+-----/, /\n\s+at \S.*:\d+:\d+/, /\bsk_(test|live)_\w+/];
    const matched = patterns.flatMap((pattern) => pattern.exec(text)?.[0] ?? []);
    return [...found, ...matched, ...(text.includes(process.cwd()) ? [process.cwd()] : [])];
  }

  /** The lines that the app has written, as its log or anyhow, with what they must not hold. */
  logLeaks(): string[] {
    const lines = this.#log.output.split("\n");
    const tokens = /\beyJ[\w-]{8,}\.[\w-]+|__(session|client|refresh)[\w-]*=/;
    const isLeak = (line: string) =>
      tokens.test(line) || this.#secrets().some((secret) => line.includes(secret));
    return lines.filter(isLeak);
  }
}

export const test = base.extend<object, { target: Target }>({
  target: [
    // Playwright reads the fixture's dependencies off this pattern.
    // biome-ignore lint/correctness/noEmptyPattern: see above
    async ({}, use) => {
      const folder = mkdtempSync(join(tmpdir(), "claims-starter-security-"));
      const port = String(await freePort());
      const log = new Program(process.execPath, ["dev/launch.ts", "preview"], {
        env: {
          PORT: port,
          CLERK_EMULATOR_PORT: String(await freePort()),
          FIRESTORE_EMULATOR_PORT: String(await freePort()),
          LOCAL_STATE_DIR: folder,
          LOG_LEVEL: "trace",
          CLERK_AUTHORIZED_PARTIES: `http://localhost:${port}`,
        },
      });
      await log.writes("Ready in");
      const target = await new Target(log, new LocalServices(folder)).prepare();
      await use(target);
      expect(target.logLeaks(), "what the log must not hold").toEqual([]);
      await log[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true });
    },
    { scope: "worker", timeout: 60_000 },
  ],
});

/** Fails unless a visitor with these claims was turned away from `path` as the policy says. */
export function expectRefused(
  { status, headers, body }: Answer,
  path: string,
  claims: Claims | null,
): void {
  const { kind } = decide(findPath(path), claims);
  if (kind === "allow") throw new Error(`${path} is open to this visitor`);
  if (path.startsWith("/api/")) {
    expect(status).toBe({ "sign-in": 401, onboarding: 403, forbidden: 403, "no-rule": 404 }[kind]);
    expect(Object.keys(JSON.parse(body))).toEqual(["error"]);
    return;
  }
  if (kind === "forbidden" || kind === "no-rule") {
    expect(status).toBe(kind === "forbidden" ? 403 : 404);
    return;
  }
  expect([303, 307]).toContain(status);
  const to = { "sign-in": "/sign-in", onboarding: "/onboarding" }[kind];
  expect(new URL(headers.location ?? "", "http://x").pathname).toBe(to);
}
