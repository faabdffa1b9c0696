import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startLocalFirestore } from "@claims-starter/local-firestore";
import type { Fault } from "@claims-starter/local-service";
import { z } from "zod";
import { SESSION_TOKEN_TEMPLATE } from "../../lib/auth/claims.ts";
import { KEYS, LOCAL_KEY } from "../deploy/container.ts";
import { signingKey } from "../tools/keys.ts";
import { Program } from "../tools/program.ts";

/** A local Clerk, in a process of its own, so that its work isn't the client's. */
export async function startBackends(userIds: readonly string[], newcomer: string) {
  const folder = mkdtempSync(join(tmpdir(), "bench-clerk-"));
  const file = join(folder, "users.json");
  const users = [...userIds, newcomer].map((id) => ({
    id,
    email: `${id.replaceAll("_", "-")}@example.com`,
    password: "local-password-1",
    publicMetadata: id === newcomer ? {} : { onboardingComplete: true },
  }));
  writeFileSync(file, JSON.stringify(users));
  // The keys that both apps are built with.
  const privateKey = signingKey.export({ format: "pem", type: "pkcs8" });
  const keys = { secretKey: KEYS.CLERK_SECRET_KEY, privateKey };
  writeFileSync(join(folder, "clerk-keys.json"), JSON.stringify(keys));
  const args = ["--port", "0", "--users", file, "--data-dir", folder];
  const clerk = new Program(process.execPath, ["packages/local-clerk/src/cli.ts", ...args], {});
  await clerk.writes("CLERK_API_URL=");
  await clerk.writes("NEXT_PUBLIC_CLERK_TELEMETRY_DISABLED");
  const [, url = ""] = /^CLERK_API_URL="?([^"\n]+)/m.exec(clerk.stdout) ?? [];
  const firestore = await startLocalFirestore({});

  async function control(method: string, path: string, body?: unknown): Promise<Response> {
    const response = await fetch(`${url}/_local${path}`, {
      method,
      ...(body !== undefined && {
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`);
    return response;
  }

  await control("PUT", "/session-claims", SESSION_TOKEN_TEMPLATE);
  await control("PUT", "/token-lifetime", { seconds: 7_200 });
  return {
    clerkUrl: url,
    firestore,
    /** The cookies of a new session that lives longer than the whole run. */
    async cookieOf(userId: string): Promise<string> {
      const answer = await (await control("POST", "/sign-in", { userId })).json();
      const { cookies } = z
        .object({ cookies: z.array(z.object({ name: z.string(), value: z.string() })) })
        .parse(answer);
      const token = cookies.find(({ name }) => name === "__session")?.value;
      if (!token) throw new Error("The local Clerk gave no session token.");
      // Under the names for the key of both apps, which isn't the local Clerk's own.
      const suffix = createHash("sha1").update(LOCAL_KEY).digest("base64url").slice(0, 8);
      return `__client_uat_${suffix}=1; __session_${suffix}=${token}`;
    },
    /** Every call to Clerk takes this long, or as long as it takes. */
    async delay(delayMs: number): Promise<void> {
      await control("DELETE", "/faults");
      const slow: Fault = { match: "GET /v1/*", delayMs };
      if (delayMs > 0) await control("POST", "/faults", slow);
    },
    /** How many calls to Clerk's Backend API some work makes: at most the 5,000 it remembers. */
    async countCalls(work: () => Promise<unknown>): Promise<number> {
      await control("DELETE", "/requests");
      await work();
      const requests = z.array(z.object({ api: z.string() }));
      const all = requests.parse(await (await control("GET", "/requests")).json());
      return all.filter(({ api }) => api === "backend").length;
    },
    async close(): Promise<void> {
      await Promise.all([clerk[Symbol.asyncDispose](), firestore.close()]);
      rmSync(folder, { recursive: true });
    },
  };
}

export type Backends = Awaited<ReturnType<typeof startBackends>>;
