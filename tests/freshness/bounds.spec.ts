import { decodeJwt } from "jose";
import { z } from "zod";
import { gatedBy } from "../e2e/support/gated-by.ts";
import { clickLinkTo, Journey, settled } from "../e2e/support/journey.ts";
import { expect, lookups, openDashboard, test } from "./support.ts";

const RSC = { accept: "*/*", "sec-fetch-dest": "empty", rsc: "1" };

test("a denial costs one call to Clerk, a flood of them three a second, and nothing loops", async ({
  page,
  context,
  local,
}) => {
  const { path } = gatedBy({ role: "admin" });
  const user = await openDashboard(page, context, local);
  await page.waitForLoadState("networkidle");
  const before = await lookups(local, user.id);
  const journey = new Journey(page);
  await clickLinkTo(page, path);
  await expect(page.getByRole("heading", { name: "Admin access required" })).toBeVisible();
  await page.waitForLoadState("networkidle");
  expect((await lookups(local, user.id)) - before).toBe(1);
  expect(journey.documents).toEqual([]);
  expect(journey.tokenCalls).toBe(0);

  const started = performance.now();
  await Promise.all(Array.from({ length: 30 }, () => context.request.get(path, { headers: RSC })));
  const seconds = Math.ceil((performance.now() - started) / 1_000) + 1;
  expect((await lookups(local, user.id)) - before).toBeLessThanOrEqual(1 + 3 * seconds);
});

test("an allowed request makes no call to Clerk", async ({ page, context, local }) => {
  const user = await openDashboard(page, context, local);
  const token = (await context.cookies()).find(({ name }) => name === "__session")?.value ?? "";
  const { sid } = z.object({ sid: z.string() }).parse(decodeJwt(token));
  for (const name of ["Settings", "Dashboard"]) {
    await page.getByRole("link", { name, exact: true }).click();
    await expect(page.getByRole("heading", { name, exact: true })).toBeVisible();
  }
  expect((await page.goto("/dashboard"))?.status()).toBe(200);
  await settled(page);
  expect((await context.request.get("/api/me")).status()).toBe(200);
  const calls = (await local.requests()).filter(
    ({ api, path }) =>
      api === "backend" && [user.id, sid, "/jwks"].some((text) => path.includes(text)),
  );
  expect(calls).toEqual([]);
});

test.describe("when Clerk does not answer", () => {
  for (const fault of [{ status: 503 }, { hang: true }, { dropConnection: true }]) {
    test(`(${Object.keys(fault)}) the denial stands, and the next request asks again`, async ({
      page,
      context,
      local,
    }) => {
      const { path, text } = gatedBy({ role: "admin" });
      const user = await openDashboard(page, context, local);
      await local.setClaims(user.id, { role: "admin" });
      await local.fault({ match: `GET /v1/users/${user.id}`, ...fault, times: 1 });
      const started = performance.now();
      expect((await page.goto(path))?.status()).toBe(403);
      expect(performance.now() - started).toBeLessThan(4_000);
      await page.getByRole("link", { name: "Try again" }).click();
      await expect(page.getByText(text)).toBeVisible();
    });
  }
});
