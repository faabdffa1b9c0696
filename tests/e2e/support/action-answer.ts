import type { Page, Response } from "@playwright/test";

/** The answer to the next form that the page sends. Clerk's scripts post as well, under their own path. */
export function actionAnswer(page: Page): Promise<Response> {
  return page.waitForResponse(
    (response) =>
      response.request().method() === "POST" &&
      !new URL(response.url()).pathname.startsWith("/__clerk/"),
  );
}
