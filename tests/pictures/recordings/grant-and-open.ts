import type { Browser, Locator, Page } from "@playwright/test";
import sharp from "sharp";
import type { LocalServices } from "../../e2e/support/local.ts";
import { Film, type Point, type Recording } from "../recording.ts";
import { expect } from "../screen.ts";

const PAGE = { width: 640, height: 620 };
const GAP = 8;
const BAR = 36;
const FILM = { width: 2 * PAGE.width + GAP, height: BAR + PAGE.height };

/** The name of a browser's window. */
function label(text: string): Buffer {
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${PAGE.width}" height="${BAR}"><text x="20" y="23" font-family="Open Sans, sans-serif" font-size="14" fill="#ecf1ee">${text}</text></svg>`,
  );
}

async function open(browser: Browser, local: LocalServices, userId: string, path: string) {
  const context = await browser.newContext({
    baseURL: local.appUrl,
    viewport: PAGE,
    reducedMotion: "reduce",
  });
  await local.signIn(context, userId);
  const page = await context.newPage();
  await page.goto(path);
  await expect(page.getByRole("button", { name: /user menu/i })).toBeVisible();
  return page;
}

/** A user who may not open a page, the admin who gives them the plan, and the click that opens it. */
async function take(browser: Browser, local: LocalServices): Promise<Buffer> {
  const user = {
    id: "user_local_analyst26",
    email: "analyst26@example.com",
    password: "local-password-1",
    firstName: "Analyst",
    lastName: "26",
    publicMetadata: { onboardingComplete: true },
  };
  await local.control("POST", "/users", [user]);
  const theirs = await open(browser, local, user.id, "/reports");
  const admins = await open(browser, local, "user_local_owner", `/admin/${user.id}`);
  const film = new Film(FILM.width, FILM.height);

  const scene = async () => {
    const [left, right] = [await theirs.screenshot(), await admins.screenshot()];
    return sharp({ create: { ...FILM, channels: 3, background: "#17201c" } })
      .composite([
        { input: label("A user on the free plan"), left: 0, top: 0 },
        { input: label("An admin, in another browser"), left: PAGE.width + GAP, top: 0 },
        { input: left, left: 0, top: BAR },
        { input: right, left: PAGE.width + GAP, top: BAR },
      ])
      .png()
      .toBuffer();
  };
  const placeOf = async (page: Page, target: Locator): Promise<Point> => {
    await target.scrollIntoViewIfNeeded();
    const box = await target.boundingBox();
    if (!box) throw new Error("The recording's next target can't be seen.");
    const left = page === admins ? PAGE.width + GAP : 0;
    return { x: left + box.x + box.width / 2, y: BAR + box.y + box.height / 2 };
  };
  /** Glides to a target, does it, waits for what it brings, and shows that. */
  const act = async (
    page: Page,
    target: Locator,
    does: () => Promise<unknown>,
    brings: Locator,
    ms: number,
  ) => {
    const place = await placeOf(page, target);
    await film.show(await scene(), 400);
    await film.glide(place);
    await does();
    await expect(brings).toBeVisible();
    await film.show(await scene(), ms);
  };

  await film.show(await scene(), 3_000);
  const form = admins.getByRole("form", { name: /^Access of/ });
  const plan = form.getByLabel("Plan");
  await act(admins, plan, () => plan.selectOption("pro"), plan, 1_200);
  const save = form.getByRole("button", { name: "Save" });
  const dialog = admins.getByRole("alertdialog");
  await act(admins, save, () => save.click(), dialog, 2_500);
  const change = dialog.getByRole("button", { name: "Change" });
  await act(admins, change, () => change.click(), admins.getByText(/^Saved\./), 2_500);
  const retry = theirs.getByRole("link", { name: "Try again" });
  const opened = theirs.getByRole("heading", { name: "Sign-ups per week" });
  await act(theirs, retry, () => retry.click(), opened, 5_000);
  await theirs.context().close();
  await admins.context().close();
  return film.toWebp();
}

export const RECORDING: Recording = { file: "docs/grant-and-open.webp", take };
