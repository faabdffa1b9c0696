import type { Page } from "@playwright/test";
import { expect } from "./test.ts";

/** What tests answer, by step: a user who works alone. A step that only needs Continue is not here. */
const ANSWERS: Record<string, (page: Page) => Promise<unknown>> = {
  async profile(page) {
    await page.getByLabel("Display name").fill("Person One");
    await page.getByLabel("Company size").selectOption("just-me");
  },
  company: (page) => page.getByLabel("Company name").fill("Acme"),
  preferences: (page) => page.getByLabel("Once a week").check(),
};

const slugOf = (url: string) => /\/onboarding\/([\w-]+)/.exec(url)?.[1] ?? "";

/** Answers one step after the other, in the app's order, until this one is open. */
export async function continueTo(page: Page, slug: string): Promise<void> {
  await expect(page).toHaveURL(/\/onboarding\/\w/);
  for (;;) {
    const here = slugOf(page.url());
    if (here === slug) return;
    if (here === "finish") throw new Error(`Onboarding does not ask ${slug}.`);
    await ANSWERS[here]?.(page);
    await page.getByRole("button", { name: "Continue" }).click();
    await expect(page, `after ${here}`).not.toHaveURL(new RegExp(`/onboarding/${here}\\b`));
    await expect(page).toHaveURL(/\/onboarding\/\w/);
  }
}

/** Answers every question of a user who works alone: the shortest way to the finish page. */
export async function answerEverything(page: Page): Promise<void> {
  await continueTo(page, "finish");
}

export async function finishOnboarding(page: Page): Promise<void> {
  await answerEverything(page);
  await page.getByRole("button", { name: "Finish" }).click();
}
