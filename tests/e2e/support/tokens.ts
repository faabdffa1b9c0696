import { type BrowserContext, expect, type Page } from "@playwright/test";
import { decodeJwt } from "jose";

/** The address at which clerk-js fetches a new session token. */
export const TOKEN_CALL = /\/v1\/client\/sessions\/[^/]+\/tokens(\?|$)/;

/** Keeps new tokens from the browser until the function that it answers is called. */
export async function holdTokens(page: Page): Promise<() => void> {
  const { promise: released, resolve } = Promise.withResolvers<void>();
  await page.route(TOKEN_CALL, async (route) => {
    await released;
    await route.continue().catch(() => undefined); // the page that asked may be gone
  });
  return resolve;
}

/** Refuses new tokens until `page.unrouteAll()`; with a status that clerk-js does not try again. */
export async function refuseTokens(page: Page): Promise<void> {
  await page.route(TOKEN_CALL, (route) => route.fulfill({ status: 422, json: { errors: [] } }));
}

/** Waits until the session token in the browser's cookie counts no more: 5 s after it expired. */
export async function tokenExpired(context: BrowserContext): Promise<void> {
  await expect
    .poll(
      async () => {
        const cookies = await context.cookies();
        const token = cookies.find(({ name }) => name === "__session")?.value ?? "";
        const { exp } = decodeJwt(token);
        return Date.now() / 1_000 - (exp ?? Number.POSITIVE_INFINITY);
      },
      { timeout: 20_000 },
    )
    .toBeGreaterThan(5.5);
}
