import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base, expect } from "@playwright/test";
import { z } from "zod";
import { freePort } from "../tools/free-port.ts";
import { Program } from "../tools/program.ts";
import { LocalServices } from "./support/local.ts";

const UUID = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[\da-f]{4}-[\da-f]{12}$/;

const lineSchema = z.looseObject({ module: z.string(), requestId: z.string().optional() });

/** A preview of its own, because these tests read what it logs. */
const test = base.extend<object, { server: { log: Program; local: LocalServices } }>({
  server: [
    // Playwright reads the fixture's dependencies off this pattern.
    // biome-ignore lint/correctness/noEmptyPattern: see above
    async ({}, use) => {
      const folder = mkdtempSync(join(tmpdir(), "claims-starter-log-"));
      const log = new Program(process.execPath, ["dev/launch.ts", "preview"], {
        env: {
          PORT: String(await freePort()),
          CLERK_EMULATOR_PORT: String(await freePort()),
          FIRESTORE_EMULATOR_PORT: String(await freePort()),
          LOCAL_STATE_DIR: folder,
          LOG_LEVEL: "trace",
        },
      });
      await log.writes("Ready in");
      await use({ log, local: new LocalServices(folder) });
      await log[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true });
    },
    { scope: "worker" },
  ],
});

/** The log's lines, which are JSON in production, beside what Next and the launcher print. */
function linesOf(log: Program): z.infer<typeof lineSchema>[] {
  return log.stdout
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => lineSchema.parse(JSON.parse(line)));
}

test("every line of one request carries the id that its response has", async ({
  browser,
  server: { log, local },
}) => {
  const admin = await local.createUser({ role: "admin", onboardingComplete: true }, "admin");
  const other = await local.createUser({}, "other");
  // Without scripts a form is one request, and its response the page.
  const context = await browser.newContext({ baseURL: local.appUrl, javaScriptEnabled: false });
  await local.signIn(context, admin.id);
  const page = await context.newPage();
  await page.goto(`/admin/${other.id}`);
  await local.fault({ match: `PATCH /v1/users/${other.id}/metadata`, status: 503 });

  const ids: (string | undefined)[] = [];
  for (const plan of ["pro", "enterprise"]) {
    const before = linesOf(log).length;
    await page.getByLabel("Plan").selectOption(plan);
    const answered = page.waitForResponse((response) => response.request().method() === "POST");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    const id = (await answered).headers()["x-request-id"];
    await expect(page.getByRole("alert").filter({ hasText: /./ })).toBeVisible();

    const lines = linesOf(log).slice(before);
    // The tries, the write that was given up and the action that failed.
    expect(lines.length).toBeGreaterThan(3);
    expect(new Set(lines.map(({ module }) => module))).toEqual(new Set(["user-db", "action"]));
    expect(new Set(lines.map(({ requestId }) => requestId))).toEqual(new Set([id]));
    expect(id).toMatch(UUID);
    ids.push(id);
  }
  expect(new Set(ids).size).toBe(2);
  await context.close();
});

test("a harmless id of a gateway in front is kept, a hostile one is replaced", async ({
  request,
  server: { local },
}) => {
  const kept = "gateway-7f3a_01";
  const hostile = [
    '"}{"level":"fatal"}',
    "<script>alert(1)</script>",
    "two words",
    "one,another",
    "short",
    "x".repeat(65),
    "../../etc/passwd",
  ];
  for (const path of ["/", "/sign-in", "/dashboard", "/api/health", "/api/me", "/nowhere"]) {
    const idOf = async (sent: string) => {
      const response = await request.get(local.appUrl + path, {
        headers: { "x-request-id": sent },
        maxRedirects: 0,
      });
      return response.headers()["x-request-id"];
    };
    expect(await idOf(kept), path).toBe(kept);
    for (const sent of hostile) expect(await idOf(sent), `${path} ${sent}`).toMatch(UUID);
  }
});
