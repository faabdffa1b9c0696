import type { Page } from "@playwright/test";

const TOKEN_CALL = /\/v1\/client\/sessions\/[^/]+\/tokens(\?|$)/;

/** What a page went through since it is watched: what a visitor of it saw and paid. */
export interface Journey {
  /** Documents that the browser loaded. */
  documents: string[];
  /** Paths (with query) that stood in the address bar, in order, each named once in a row. */
  paths: string[];
  /** Session tokens that the browser fetched. */
  tokenCalls: number;
  /** Forgets what was before. */
  restart(): void;
}

/** Watches what the page does from now on. */
export function follow(page: Page): Journey {
  const journey: Journey = {
    documents: [],
    paths: [],
    tokenCalls: 0,
    restart() {
      this.documents = [];
      this.paths = [];
      this.tokenCalls = 0;
    },
  };
  page.on("request", (request) => {
    if (TOKEN_CALL.test(request.url()) && request.method() === "POST") journey.tokenCalls += 1;
  });
  page.on("response", (response) => {
    const request = response.request();
    const isDocument = request.isNavigationRequest() && request.frame() === page.mainFrame();
    const isRedirect = response.status() >= 300 && response.status() < 400;
    if (isDocument && !isRedirect) journey.documents.push(pathOf(response.url()));
  });
  page.on("framenavigated", (frame) => {
    if (frame !== page.mainFrame()) return;
    const path = pathOf(frame.url());
    if (journey.paths.at(-1) !== path) journey.paths.push(path);
  });
  return journey;
}

function pathOf(url: string): string {
  const { pathname, search } = new URL(url);
  return pathname + search;
}

/**
 * Clicks a link inside the app to any path: what <Link> does, for paths that no page links to for
 * this visitor. It is a real click, because that is what the app goes by.
 */
export async function clickLinkTo(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => {
    const link = document.createElement("button");
    link.textContent = `Go to ${to}`;
    link.style.cssText = "position:fixed;top:0;left:0;z-index:9999";
    link.onclick = () => {
      link.remove();
      // Next puts its router here; it is what <Link> calls.
      const { next } = window as unknown as { next: { router: { push(path: string): void } } };
      next.router.push(to);
    };
    document.body.append(link);
  }, path);
  await page.getByRole("button", { name: `Go to ${path}`, exact: true }).click();
}
