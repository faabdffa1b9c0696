import { expect, type Page } from "@playwright/test";
import { TOKEN_CALL } from "./tokens.ts";

/** What a visitor's page goes through: what they saw, and what it cost. */
export class Journey {
  /** Documents that the browser loaded, redirects not counted. */
  documents: string[] = [];
  /** Paths with their query that stood in the address bar, in order. */
  paths: string[] = [];
  /** Session tokens that the browser fetched. */
  tokenCalls = 0;
  #at: string;

  constructor(page: Page) {
    this.#at = pathOf(page.url());
    page.on("request", (request) => {
      if (TOKEN_CALL.test(request.url()) && request.method() === "POST") this.tokenCalls += 1;
    });
    page.on("response", (response) => {
      const request = response.request();
      const isDocument = request.isNavigationRequest() && request.frame() === page.mainFrame();
      const isRedirect = response.status() >= 300 && response.status() < 400;
      if (isDocument && !isRedirect) this.documents.push(pathOf(response.url()));
    });
    page.on("framenavigated", (frame) => {
      const path = pathOf(frame.url());
      // Next also writes the address that stands there already.
      if (frame !== page.mainFrame() || this.#at === path) return;
      this.#at = path;
      this.paths.push(path);
    });
  }

  /** What was until now does not count. */
  startHere(): void {
    this.documents = [];
    this.paths = [];
    this.tokenCalls = 0;
  }

  /** Fails when the way here led over other pages, loaded documents or fetched more tokens. */
  expectOnly({
    paths,
    documents = [],
    tokenCalls,
  }: {
    paths: string[];
    documents?: string[];
    tokenCalls: number;
  }): void {
    const { paths: seen, documents: loaded, tokenCalls: fetched } = this;
    expect({ paths: seen, documents: loaded, tokenCalls: fetched }).toEqual({
      paths,
      documents,
      tokenCalls,
    });
  }
}

function pathOf(url: string): string {
  const { pathname, search } = new URL(url);
  return pathname + search;
}

/**
 * Clicks a link inside the app to any path: what <Link> does, for paths that no page links to for
 * this visitor. A real click, because the app tells a visitor's acts from its own by that.
 */
export async function clickLinkTo(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => {
    const link = document.createElement("button");
    link.textContent = `Go to ${to}`;
    link.style.cssText = "position:fixed;top:0;left:0;z-index:9999";
    link.onclick = () => {
      link.remove();
      // Next puts its router here; <Link> calls the same one.
      const { next } = window as unknown as { next: { router: { push(path: string): void } } };
      next.router.push(to);
    };
    document.body.append(link);
  }, path);
  await page.getByRole("button", { name: `Go to ${path}`, exact: true }).click();
}

/**
 * Waits until clerk-js runs in the page and React answers to its links, as they do for a visitor who
 * has read it for a second. A link that React doesn't know yet loads a whole new page. And while
 * clerk-js starts, it takes its cookies away and sets them again: a request of the test's own, between
 * the two, would be signed out.
 */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const { Clerk } = window as unknown as { Clerk?: { loaded?: boolean } };
    const links = [...document.querySelectorAll("main a")];
    const isHydrated = (link: Element) =>
      Object.keys(link).some((key) => key.startsWith("__reactProps"));
    return Clerk?.loaded === true && links.every(isHydrated);
  });
}

/** A claim on the dashboard, as the server has rendered it from the token of that request. */
export function renderedClaim(page: Page, name: string) {
  return page
    .getByRole("region", { name: "Your claims" })
    .locator("div", { has: page.getByText(name, { exact: true }) })
    .locator("dd");
}
