import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Fault, LoggedRequest } from "@claims-starter/local-service";
import { type ClerkClient, createClerkClient } from "@clerk/backend";
import type { BrowserContext } from "@playwright/test";
import { z } from "zod";
import type { Claims } from "../../../lib/auth/claims.ts";

const services = z.object({
  app: z.object({ url: z.string() }),
  clerk: z.object({
    apiUrl: z.string(),
    secretKey: z.string(),
    publishableKey: z.string(),
    webhookSecret: z.string(),
  }),
  personas: z.array(
    z.object({
      email: z.string(),
      password: z.string(),
      userId: z.string(),
      metadata: z.record(z.string(), z.json()),
    }),
  ),
});

const cookies = z.object({
  cookies: z.array(z.object({ name: z.string(), value: z.string(), httpOnly: z.boolean() })),
});

export interface TestUser {
  id: string;
  email: string;
  password: string;
}

let counter = 0;

/** The running local services, as any program outside the app may use them. */
export class LocalServices {
  readonly #found: z.infer<typeof services>;
  /** The real Backend API client, to look at users and to change them behind the app's back. */
  readonly clerk: ClerkClient;

  /** @param folder that holds services.json */
  constructor(folder = process.env.LOCAL_STATE_DIR ?? ".local") {
    this.#found = services.parse(JSON.parse(readFileSync(join(folder, "services.json"), "utf8")));
    const { apiUrl, secretKey, publishableKey } = this.#found.clerk;
    // The client's telemetry would leave the machine.
    const telemetry = { disabled: true };
    this.clerk = createClerkClient({ apiUrl, secretKey, publishableKey, telemetry });
  }

  get appUrl(): string {
    return this.#found.app.url;
  }

  get secretKey(): string {
    return this.#found.clerk.secretKey;
  }

  get publishableKey(): string {
    return this.#found.clerk.publishableKey;
  }

  get webhookSecret(): string {
    return this.#found.clerk.webhookSecret;
  }

  get personas() {
    return this.#found.personas;
  }

  async control(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${this.#found.clerk.apiUrl}/_local${path}`, {
      method,
      ...(body !== undefined && {
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      }),
    });
    if (!response.ok)
      throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.status === 204 ? null : response.json();
  }

  /** A user of this test's own, so that tests may run side by side. */
  async createUser(publicMetadata: Partial<Claims> = {}, label = "person"): Promise<TestUser> {
    counter += 1;
    const tag = `${process.pid.toString(36)}${Date.now().toString(36)}${counter}`;
    const user = {
      id: `user_${label}${tag}`,
      email: `${label}-${tag}@example.com`,
      password: "local-password-1",
    };
    await this.control("POST", "/users", [{ ...user, publicMetadata }]);
    return user;
  }

  /** Signs a user in by putting the cookies of a new session into the browser. */
  async signIn(context: BrowserContext, userId: string): Promise<void> {
    const answer = await this.control("POST", "/sign-in", { userId, origin: this.appUrl });
    await context.addCookies(
      cookies.parse(answer).cookies.map((cookie) => ({ ...cookie, url: this.appUrl })),
    );
  }

  /** Changes a user's claims as a webhook, another device or Clerk's Dashboard would. */
  async setClaims(userId: string, claims: Partial<Claims>): Promise<void> {
    await this.clerk.users.updateUserMetadata(userId, { publicMetadata: claims });
  }

  /** How long the user's next session tokens live; the server adds 5 s for clocks that differ. */
  async setTokenLifetime(userId: string, seconds: number): Promise<void> {
    await this.control("PUT", "/token-lifetime", { userId, seconds });
  }

  async claimsOf(userId: string): Promise<UserPublicMetadata> {
    return (await this.clerk.users.getUser(userId)).publicMetadata;
  }

  async fault(fault: Fault): Promise<void> {
    await this.control("POST", "/faults", fault);
  }

  async requests(): Promise<LoggedRequest[]> {
    return z.array(z.custom<LoggedRequest>()).parse(await this.control("GET", "/requests"));
  }
}
