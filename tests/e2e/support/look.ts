import { expect, type Page } from "@playwright/test";
import { findViolations } from "./axe.ts";

/** Runs in the page: texts that their boxes cut off, and that nothing scrolls into view. */
function findCutTexts(): string[] {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const cut: string[] = [];
  while (texts.nextNode()) {
    const range = document.createRange();
    range.selectNodeContents(texts.currentNode);
    const { left, right, width } = range.getBoundingClientRect();
    let box = texts.currentNode.parentElement;
    if (!width || !box?.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
      continue;
    // What only screen readers get is a pixel wide.
    // Clerk shortens long addresses by itself.
    if (box.closest(".sr-only, [class*=cl-]") || box.getBoundingClientRect().width <= 1) continue;
    for (; box; box = box.parentElement) {
      const { overflowX } = getComputedStyle(box);
      if (overflowX === "auto" || overflowX === "scroll") break;
      const edges = box.getBoundingClientRect();
      const clips = overflowX !== "visible";
      if (clips && (left < edges.left - 1 || right > edges.right + 1)) {
        cut.push(texts.currentNode.textContent ?? "");
        break;
      }
    }
  }
  return cut;
}

/** Runs in the page: controls that forced colours leave without an edge, as their background goes. */
function findEdgeless(): string[] {
  // The browser draws radio buttons, and Clerk its own.
  const controls =
    "button:not(.cl-button), input:not([type=radio], [type=checkbox]), select, textarea, [data-slot=button]";
  return [...document.querySelectorAll<HTMLElement>(controls)]
    .filter((control) => {
      const { width, height } = control.getBoundingClientRect();
      return width > 1 && height > 1 && control.checkVisibility({ visibilityProperty: true });
    })
    .filter((control) => {
      const { borderTopWidth, outlineStyle, textDecorationLine } = getComputedStyle(control);
      const isEdged = borderTopWidth !== "0px" || outlineStyle !== "none";
      const isPicture = control.querySelector("img, svg") !== null;
      return !isEdged && !isPicture && textDecorationLine === "none";
    })
    .map(({ outerHTML }) => outerHTML.slice(0, 160));
}

const softly = expect.configure({ soft: true });

/** Contrast depends on the theme, and all else on the width: two looks see what four would. */
const LOOKS = [
  { colorScheme: "light", width: 1280 },
  { colorScheme: "dark", width: 390 },
] as const;

/**
 * Looks at a page in both themes, on a desktop and on a phone, at 200 % and 400 % of a desktop's
 * 1280 px, and with forced colours.
 */
export async function look(what: string, page: Page): Promise<void> {
  for (const { colorScheme, width } of LOOKS) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    const message = `${what}, ${colorScheme} at ${width} px`;
    // For a moment after the theme has changed, some texts still have the other one's colour.
    await softly.poll(() => findViolations(page), { message }).toEqual([]);
  }
  for (const zoom of [2, 4]) {
    const width = 1280 / zoom;
    await page.setViewportSize({ width, height: 1024 / zoom });
    const message = `${what}, at ${zoom * 100} %`;
    // Clerk's menu moves by script, a moment after the window has changed.
    await softly
      .poll(() => page.evaluate(() => document.documentElement.scrollWidth), { message })
      .toBeLessThanOrEqual(width);
    await softly.poll(() => page.evaluate(findCutTexts), { message }).toEqual([]);
  }
  await page.emulateMedia({ forcedColors: "active" });
  const message = `${what}, with forced colours`;
  await softly.poll(() => page.evaluate(findEdgeless), { message }).toEqual([]);
  await page.emulateMedia({ forcedColors: "none" });
}
