import type { Page, Response } from "@playwright/test";

/** The answer to the next action that the page sends. Clerk's scripts post as well. */
export function actionAnswer(page: Page): Promise<Response> {
  return page.waitForResponse((response) => "next-action" in response.request().headers());
}
