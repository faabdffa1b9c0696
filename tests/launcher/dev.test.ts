import { existsSync, readFileSync, statSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { SESSION_TOKEN_TEMPLATE } from "~/lib/auth/claims";
import { SITE } from "~/lib/site";
import type { Program } from "../tools/program.ts";
import { copyProject, type ProjectCopy } from "../tools/project-copy.ts";
import {
  expectNobodyLeft,
  freePorts,
  isReachable,
  lanAddress,
  launch,
  type Ports,
  servicesFile,
} from "./launched.ts";

let project: ProjectCopy;
beforeAll(() => {
  project = copyProject();
});
afterAll(() => project[Symbol.dispose]());

describe("npm run dev without keys", () => {
  let ports: Ports;
  let app: string;
  let clerk: string;
  let dev: Program;

  beforeAll(async () => {
    ports = await freePorts();
    app = `http://localhost:${ports.PORT}`;
    clerk = `http://localhost:${ports.CLERK_EMULATOR_PORT}`;
    dev = launch(project, ports);
    await dev.writes("Ready in");
  });
  afterAll(() => dev[Symbol.asyncDispose]());

  async function control(method: string, path: string, body?: unknown): Promise<Response> {
    const response = await fetch(`${clerk}/_local${path}`, {
      method,
      ...(body !== undefined && {
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      }),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response;
  }

  async function cookieOf(userId: string): Promise<string> {
    const response = await control("POST", "/sign-in", { userId, origin: app });
    const { cookies } = z
      .object({ cookies: z.array(z.object({ name: z.string(), value: z.string() })) })
      .parse(await response.json());
    return cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  }

  test("prints where the app is and whom one can sign in as", () => {
    expect(dev.stdout).toContain(`${SITE.name} on local services: ${app}`);
    expect(dev.stdout).toContain("password local-password-1");
    for (const name of ["new", "user", "moderator", "admin", "pro", "enterprise", "owner"]) {
      expect(dev.stdout).toMatch(new RegExp(`^ +${name}@example\\.com  `, "m"));
    }
    expect(dev.stderr).toBe("");
  });

  test.runIf(lanAddress)("answers this machine only", async () => {
    expect(await isReachable("localhost", ports.PORT)).toBe(true);
    for (const port of Object.values(ports)) {
      expect(await isReachable(lanAddress, port)).toBe(false);
    }
  });

  test("leaves Next's own output as it is", () => {
    expect(dev.stdout).toMatch(/^▲ Next\.js 16/m);
    expect(dev.stdout).toMatch(new RegExp(`^- Local: +${app}$`, "m"));
    expect(dev.stdout).toMatch(/^✓ Ready in /m);
  });

  test("describes itself in .local/services.json, for its owner alone", async () => {
    const persona = (name: string, metadata: object) => ({
      email: `${name}@example.com`,
      password: "local-password-1",
      userId: `user_local_${name}`,
      metadata,
    });
    const onboarded = { onboardingComplete: true };
    expect(JSON.parse(readFileSync(servicesFile(project), "utf8"))).toEqual({
      app: { url: app },
      clerk: {
        apiUrl: clerk,
        secretKey: expect.stringMatching(/^sk_test_\w{40}$/),
        publishableKey: expect.stringMatching(/^pk_test_\w+$/),
        webhookSecret: expect.stringMatching(/^whsec_/),
      },
      firestore: {
        host: `127.0.0.1:${ports.FIRESTORE_EMULATOR_PORT}`,
        projectId: `demo-${SITE.slug}`,
      },
      personas: [
        persona("new", {}),
        persona("user", { ...onboarded, role: "user", plan: "free" }),
        persona("moderator", { ...onboarded, role: "moderator", plan: "free" }),
        persona("admin", { ...onboarded, role: "admin", plan: "free" }),
        persona("pro", { ...onboarded, role: "user", plan: "pro" }),
        persona("enterprise", { ...onboarded, role: "user", plan: "enterprise" }),
        persona("owner", { ...onboarded, role: "admin", plan: "enterprise" }),
      ],
    });
    expect(statSync(servicesFile(project)).mode & 0o777).toBe(0o600);
  });

  test("serves the app to a persona of the local Clerk", async () => {
    const response = await fetch(`${app}/api/me`, {
      headers: { cookie: await cookieOf("user_local_admin") },
    });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      userId: "user_local_admin",
      claims: { role: "admin", plan: "free", onboardingComplete: true },
    });
  });

  test("explains a session token that was never customized, on screen and in the log", async () => {
    await control("PUT", "/session-claims", null);
    const cookie = await cookieOf("user_local_admin");
    const response = await fetch(`${app}/onboarding`, {
      headers: { cookie, "sec-fetch-dest": "document" },
    });
    await control("DELETE", "/session-claims");

    const page = await response.text();
    expect(response.status).toBe(200);
    expect(page).toContain("The session token carries no claims yet");
    expect(page).toContain("{{user.public_metadata.onboardingComplete}}");
    await dev.writes('The session token has no "metadata" claim');
    expect(dev.stdout).toContain(JSON.stringify(SESSION_TOKEN_TEMPLATE));
  });

  test.runIf(process.platform === "linux")(
    "ends everything on Ctrl-C and takes its description away",
    async () => {
      expect(dev.survivors().length).toBeGreaterThan(1);
      dev.signal("SIGINT");
      expect(await dev.exitCode()).toBe(0);
      await expectNobodyLeft(dev);
      expect(existsSync(servicesFile(project))).toBe(false);
      for (const port of Object.values(ports)) {
        await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toThrow();
      }
    },
  );
});
