import { expect } from "@playwright/test";
import { z } from "zod";
import type { Program } from "../../../tools/program.ts";
import { actionAnswer } from "../../support/action-answer.ts";
import { test, UUID } from "../../support/logged-app.ts";

const lineSchema = z.looseObject({ module: z.string(), requestId: z.string().optional() });

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
    const answered = actionAnswer(page);
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
