import type { BrowserContext } from "@playwright/test";
import { findGated } from "../e2e/support/gated.ts";
import { gatedBy } from "../e2e/support/gated-by.ts";
import { renderedClaim, settled } from "../e2e/support/journey.ts";
import type { LocalServices } from "../e2e/support/local.ts";
import { expect, lookups, test } from "./support.ts";

const COOKIE = "newer-claims";
const RSC = { accept: "*/*", "sec-fetch-dest": "empty", rsc: "1" };

test.describe("the newer-claims cookie", () => {
  /** The cookie that a grant leaves, and the visitor it belongs to. */
  async function granted(context: BrowserContext, local: LocalServices) {
    const { path } = gatedBy({ plan: "pro" }, { api: true });
    const user = await local.createUser({ onboardingComplete: true });
    await local.signIn(context, user.id);
    await local.setClaims(user.id, { plan: "pro" });
    expect((await context.request.get(path)).status()).toBe(200);
    const cookie = (await context.cookies()).find(({ name }) => name === COOKIE);
    if (!cookie) throw new Error("no newer-claims cookie");
    return { user, cookie, path };
  }
  const planOf = async (context: BrowserContext) =>
    (await (await context.request.get("/api/me")).json()).claims.plan;

  test("is kept from scripts, lives for a minute, and costs no call while it does", async ({
    context,
    local,
  }) => {
    const { user, cookie, path } = await granted(context, local);
    expect(cookie).toMatchObject({ httpOnly: true, secure: true, sameSite: "Lax" });
    expect(cookie.expires - Date.now() / 1_000).toBeLessThanOrEqual(60);
    const before = await lookups(local, user.id);
    for (let visit = 0; visit < 5; visit += 1) expect(await planOf(context)).toBe("pro");
    expect((await context.request.get(path)).status()).toBe(200);
    expect(await lookups(local, user.id)).toBe(before);
  });

  test("says nothing when it was forged, or is another visitor's, or far too long", async ({
    context,
    browser,
    local,
  }) => {
    const { cookie } = await granted(context, local);
    const [payload = "", signature = ""] = cookie.value.split(".");
    const raised = Buffer.from(payload, "base64url")
      .toString()
      .replace('"role":"user"', '"role":"admin"');
    const theirs = await browser.newContext();
    const stranger = await local.createUser({ onboardingComplete: true });
    await local.signIn(theirs, stranger.id);

    for (const [name, visitor, value] of [
      ["raised", context, `${Buffer.from(raised).toString("base64url")}.${signature}`],
      ["unsigned", context, `${payload}.`],
      ["oversized", context, `${"A".repeat(3_800)}.${signature}`],
      ["another visitor's", theirs, cookie.value],
    ] as const) {
      await visitor.addCookies([{ name: COOKIE, value, url: local.appUrl }]);
      expect(await planOf(visitor), name).toBe("free");
      const admins = findGated({ role: "admin" });
      if (!admins) continue;
      const page = await visitor.request.get(admins.path, { headers: RSC });
      expect(await page.text(), name).not.toContain(admins.text);
    }
    await theirs.close();
  });

  test("says nothing in the next session of the same user", async ({ context, local }) => {
    const { user, cookie } = await granted(context, local);
    await local.setClaims(user.id, { plan: "free" });
    await context.clearCookies();
    await local.signIn(context, user.id);
    await context.addCookies([{ name: COOKIE, value: cookie.value, url: local.appUrl }]);
    expect(await planOf(context)).toBe("free");
  });

  test("says nothing once a newer token is there", async ({ context, page, local }) => {
    const { user } = await granted(context, local);
    await local.setClaims(user.id, { plan: "free" });
    await new Promise((resolve) => setTimeout(resolve, 1_100)); // tokens count whole seconds
    await page.goto("/dashboard");
    await settled(page);
    await page.getByRole("button", { name: "Refresh token" }).click();
    await expect(renderedClaim(page, "plan")).toHaveText("Free plan");
  });
});
