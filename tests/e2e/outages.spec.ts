import type { Fault } from "@claims-starter/local-service";
import { expect, type Page } from "@playwright/test";
import { findPath, POLICY, type Rule } from "../../lib/auth/policy.ts";
import { TOP_PLAN, TOP_ROLE } from "../tools/highest.ts";
import { builtRoutes } from "./support/built-app.ts";
import { neededBy, SERVICES, type Service, SHOWN } from "./support/gated.ts";
import { test } from "./support/logged-app.ts";

/*
 * Every page and API route of the build × each service that is down, for a visitor who may open it.
 * The app is this file's own, since an outage is everybody's.
 */

/** Clerk's Backend API, which only this app calls, and all of Firestore. */
const DOWN: Record<Service, Fault[]> = {
  Clerk: ["users", "sessions"].map((what) => ({ match: `* /v1/${what}*`, status: 503 })),
  Firestore: [{ match: "* projects/*", code: 14 }],
};

// One after the other, Clerk first: a report that was counted is shown without it.
test.describe.configure({ mode: "default" });

const { pages, handlers } = builtRoutes();

/** Who isn't onboarded sees these. */
function isForNewcomers(path: string): boolean {
  const rule: Rule | undefined = POLICY[findPath(path) ?? "/"];
  return rule.who === "signed-in" && !path.startsWith("/api/");
}

/** What stays the same in an answer: not the times on a page. */
function gist(status: number, location: string | undefined, body: string) {
  return { status, location, heading: /<h1[^>]*>(.*?)<\/h1>/.exec(body)?.[1] };
}

const alertOf = (page: Page) => page.locator("main").getByRole("alert").filter({ hasText: /\S/ });
const AGAIN = { name: "Try again" };

for (const service of SERVICES) {
  test(`without ${service}, what needs it says so, and all else is as before`, async ({
    browser,
    server: { local },
  }) => {
    test.setTimeout(180_000);
    const [owner, newcomer] = [
      await browser.newContext({ baseURL: local.appUrl }),
      await browser.newContext({ baseURL: local.appUrl }),
    ];
    const most = { onboardingComplete: true, role: TOP_ROLE, plan: TOP_PLAN };
    for (const [context, claims] of [
      [owner, most],
      [newcomer, {}],
    ] as const) {
      const { id } = await local.createUser(claims);
      await local.setTokenLifetime(id, 3_600);
      await local.signIn(context, id);
    }
    const contextOf = (path: string) => (isForNewcomers(path) ? newcomer : owner);
    async function ask(path: string) {
      const headers = path.startsWith("/api/")
        ? { accept: "application/json" }
        : { accept: "text/html", "sec-fetch-dest": "document" };
      const answer = await contextOf(path).request.get(path, { headers, maxRedirects: 0 });
      const body = await answer.text();
      return { body, gist: gist(answer.status(), answer.headers().location, body) };
    }

    const paths = [...pages, ...handlers.filter((path) => !path.startsWith("/api/webhooks/"))];
    const needs = (path: string) => neededBy(path).includes(service);
    const others = paths.filter((path) => !needs(path));
    const before = await Promise.all(others.map(ask));

    for (const fault of DOWN[service]) await local.fault(fault);
    const after = await Promise.all(others.map(ask));
    for (const [index, path] of others.entries()) {
      expect(after[index]?.gist, `${path}, which NEEDED doesn't list`).toEqual(before[index]?.gist);
      expect(after[index]?.body, path).not.toContain("The service ");
      if (!isForNewcomers(path)) expect(after[index]?.body, path).toContain(SHOWN[path] ?? "");
    }
    for (const path of handlers.filter(needs)) {
      const { gist, body } = await ask(path);
      expect([503, 504], path).toContain(gist.status);
      expect(JSON.parse(body).error.message, path).toMatch(/^The service .+\. Please try again\.$/);
    }
    const opened = await Promise.all(
      pages.filter(needs).map(async (path) => {
        const page = await contextOf(path).newPage();
        await page.goto(path);
        return { path, page };
      }),
    );
    for (const { path, page } of opened) {
      await expect(alertOf(page), path).toHaveText(
        /The service (cannot be reached|took too long to answer)\.|Something went wrong/,
      );
      await expect(page.getByRole("button", AGAIN), path).toBeVisible();
    }
    await local.control("DELETE", "/faults");
    for (const { path, page } of opened) {
      // It may have tried again by itself.
      if (await alertOf(page).isVisible()) {
        await page
          .getByRole("button", AGAIN)
          .click({ timeout: 3_000 })
          .catch(() => undefined);
      }
      await expect(alertOf(page), path).toHaveCount(0);
      await expect(page.getByRole("heading", { level: 1 }), path).toBeVisible();
    }
    await owner.close();
    await newcomer.close();
  });
}
