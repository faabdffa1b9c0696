import {
  expect as anyExpect,
  type Browser,
  type BrowserContext,
  type Page,
} from "@playwright/test";
import type { Claims } from "../../lib/auth/claims.ts";
import type { LocalServices } from "../e2e/support/local.ts";

/** With time for a slow machine, without Playwright's runner too. */
export const expect = anyExpect.configure({ timeout: 20_000 });

export interface Scene {
  page: Page;
  context: BrowserContext;
  local: LocalServices;
  /** Who is signed in; empty for nobody. */
  userId: string;
}

/** A page in one state. */
export interface Screen {
  /** The name of its file. */
  name: string;
  path: string;
  /** Of an example: where its baselines are, below tests/pictures. */
  folder?: string;
  /** A local user by name, or the claims of a new user. Nobody is signed in without. */
  as?: string | Partial<Claims>;
  /** One of the pages that `npm run test:visual` compares. */
  isMain?: boolean;
  /** One of the states that tests/e2e looks at on every change. The others wait for `npm run test:visual`. */
  isKey?: boolean;
  /** What differs from day to day, as a selector: it is covered when pictures are compared. */
  moving?: string;
  /** Runs before the page is opened: for faults. */
  before?: (scene: Scene) => Promise<unknown>;
  /** Leads from the open page to the state. */
  reach?: (scene: Scene) => Promise<unknown>;
  /** Waits for the address only: the page that is meant has no account menu. */
  isBare?: boolean;
}

export interface Look {
  colorScheme: "light" | "dark";
  width: number;
  height?: number;
  /** Pixels of the picture for one of the page. */
  density?: number;
}

/** Runs in the page: pictures below the window load when they are near, which they never are here. */
function showPictures(): Promise<unknown> {
  const pictures = [...document.images].filter((picture) => picture.checkVisibility());
  for (const picture of pictures) picture.loading = "eager";
  return Promise.allSettled(pictures.map((picture) => picture.decode()));
}

/**
 * Waits for what loads late. Fonts are loaded, and not only asked for: a text in a fallback is another
 * picture. The fallbacks need fonts of the system, and may fail.
 */
export async function settle(page: Page): Promise<void> {
  await page.evaluate(() => Promise.allSettled([...document.fonts].map((font) => font.load())));
  await page.evaluate(showPictures);
}

const ACCOUNT_MENU = /user menu/i;

async function userOf(local: LocalServices, as: Screen["as"]): Promise<string> {
  if (as === undefined) return "";
  if (typeof as === "string") return `user_local_${as}`;
  return (await local.createUser(as, "somebody")).id;
}

/** Opens a page, brings it into its state, and waits until Clerk's parts and fonts are there. */
export async function show(
  browser: Browser,
  local: LocalServices,
  { path, as, before, reach, isBare }: Screen,
  { colorScheme, width, height = width < 600 ? 844 : 800, density = 1 }: Look,
): Promise<Page> {
  const context = await browser.newContext({
    baseURL: local.appUrl,
    colorScheme,
    viewport: { width, height },
    deviceScaleFactor: density,
    reducedMotion: "reduce",
    permissions: ["clipboard-read", "clipboard-write"],
  });
  const page = await context.newPage();
  const userId = await userOf(local, as);
  if (userId) await local.signIn(context, userId);
  const scene = { page, context, local, userId };
  await before?.(scene);
  await page.goto(path, { waitUntil: isBare ? "domcontentloaded" : "load" });
  if (userId && !isBare) {
    await expect(page.getByRole("button", { name: ACCOUNT_MENU })).toBeVisible();
  }
  await reach?.(scene);
  await settle(page);
  return page;
}
