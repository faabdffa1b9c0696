import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { findViolations } from "../e2e/support/axe.ts";
import { LocalServices } from "../e2e/support/local.ts";
import { continueTo } from "../e2e/support/onboard.ts";
import { expect, test } from "../e2e/support/test.ts";
import { freePort } from "../tools/free-port.ts";
import { Program } from "../tools/program.ts";
import { copyProject } from "../tools/project-copy.ts";

const GUIDE = readFileSync("docs/onboarding.md", "utf8");
const PAGE = "app/onboarding/interests/page.tsx";
const STEPS = "lib/onboarding/steps.ts";

/** The code blocks of the guide, by the file they name. */
const BLOCKS = new Map(
  [...GUIDE.matchAll(/^```tsx? (\S+)\n([\s\S]*?)^```$/gm)].map(([, file = "", code = ""]) => [
    file,
    code,
  ]),
);

/** The rows of its table of fields: what stands on the page, and what in the schema. */
const FIELDS = [...GUIDE.matchAll(/^\| [^|`]+ \| `(<.+\/>)` \| `(\w+: .+)` \|$/gm)].map(
  ([, element = "", rule = ""]) => ({ element, rule }),
);

function change(folder: string, file: string, edit: (source: string) => string): void {
  const source = readFileSync(join(folder, file), "utf8");
  const edited = edit(source);
  expect(edited, `${file} has what is replaced`).not.toBe(source);
  writeFileSync(join(folder, file), edited);
}

async function run(folder: string, args: string[], env: Record<string, string> = {}) {
  await using program = new Program(process.execPath, args, { cwd: folder, env });
  expect(await program.exitCode(), program.output).toBe(0);
}

/** Does what the guide says, and adds a step with every line of its table. */
async function follow(folder: string): Promise<void> {
  await run(folder, ["scripts/add-step.ts", "interests"]);
  await run(folder, ["scripts/add-step.ts", "every-field"]);
  writeFileSync(join(folder, PAGE), BLOCKS.get(PAGE) ?? "");
  change(folder, STEPS, (source) =>
    source
      .replace(/const interests = [\s\S]*?^}\);\n/m, () => BLOCKS.get(STEPS) ?? "")
      .replace(/(const everyField = [\s\S]*?strictObject\(\{\n).*\n/, (_all, start) =>
        [start, ...FIELDS.map(({ rule }) => `    ${rule},\n`)].join(""),
      ),
  );
  const components = [...new Set(FIELDS.map(({ element }) => /\w+/.exec(element)?.[0]))];
  change(folder, "app/onboarding/every-field/page.tsx", (source) =>
    source
      .replace("{ TextField }", `{ ${components.join(", ")} }`)
      .replace(/ +<TextField .*\n/, () => FIELDS.map(({ element }) => `${element}\n`).join(""))
      .replace(/^import \{ StepPage/m, 'import { TOPICS } from "~/lib/onboarding/steps";\n$&'),
  );
}

const next = (page: Page) => page.getByRole("button", { name: "Continue" }).click();
/** A combobox is the browser's select until its search has loaded. */
const searchable = (page: Page) =>
  expect(page.getByRole("combobox", { name: "Area" })).toHaveAttribute("aria-autocomplete", "list");

/** @param within selectors; the whole page by default */
async function expectAccessible(page: Page, what: string, within: string[] = []): Promise<void> {
  expect(await findViolations(page, within), what).toEqual([]);
}

const TEXTS: [label: string, value: string][] = [
  ["City", "Oslo"],
  ["About you", "Line 1\nLine 2"],
  ["Work email", "person@example.com"],
  ["Website", "https://example.com/me"],
  ["Seats", "12"],
  ["Start date", "2027-03-01"],
];

/** What the filled-in form shows, also where a script never ran. */
async function expectFilledIn(page: Page, area: string): Promise<void> {
  for (const [label, value] of TEXTS) await expect(page.getByLabel(label)).toHaveValue(value);
  await expect(page.getByLabel("Topic", { exact: true })).toHaveValue("product");
  await expect(page.getByRole("combobox", { name: "Area" })).toHaveValue(area);
  await expect(page.getByRole("radio", { name: "Engineering" })).toBeChecked();
  await expect(page.getByRole("checkbox", { name: "Product" })).toBeChecked();
  await expect(page.getByRole("checkbox", { name: "Engineering" })).not.toBeChecked();
  await expect(page.getByLabel("Send me news")).not.toBeChecked();
  await expect(page.getByLabel("I accept the terms")).toBeChecked();
}

test("the guide's command and its example add working steps, with every kind of field", async ({
  page,
  context,
  browser,
}) => {
  test.setTimeout(420_000);
  expect([...BLOCKS.keys()]).toEqual([PAGE, STEPS]);
  expect(FIELDS).toHaveLength(12);
  await using copy = copyProject(); // `using` alone needs Node 24
  await follow(copy.folder);
  const launch = join(copy.folder, "dev/launch.ts");
  const env = {
    PORT: String(await freePort()),
    CLERK_EMULATOR_PORT: String(await freePort()),
    FIRESTORE_EMULATOR_PORT: String(await freePort()),
  };
  await run(copy.folder, [launch, "build"], env);
  await using app = new Program(process.execPath, [launch, "preview"], { cwd: copy.folder, env });
  await app.writes("Ready");

  const local = new LocalServices(join(copy.folder, ".local"));
  await local.signIn(context, "user_local_new");

  await test.step("the example", async () => {
    await page.goto(`${local.appUrl}/onboarding`);
    await continueTo(page, "interests");
    await page.getByLabel("Hours a week").fill("200");
    await next(page);
    await expect(page.getByText("Choose at least one topic").first()).toBeVisible();
    await expect(page.getByText("A week has 168 hours").first()).toBeVisible();
    await expect(page.getByLabel("Hours a week")).toHaveValue("200");
    // One ticked checkbox, and an optional number left empty.
    await page.getByLabel("Engineering").check();
    await page.getByLabel("Hours a week").fill("");
    await next(page);
    await expect(page).toHaveURL(`${local.appUrl}/onboarding/every-field`);
    await page.getByRole("link", { name: "Back" }).click();
    await expect(page).toHaveURL(`${local.appUrl}/onboarding/interests`);
    await expect(page.getByLabel("Engineering")).toBeChecked();
    await expect(page.getByLabel("Product")).not.toBeChecked();
    await expect(page.getByLabel("Hours a week")).toHaveValue("");
    await page.getByLabel("Product").check();
    await page.getByLabel("Hours a week").fill("7.5");
    await next(page);
    await expect(page).toHaveURL(`${local.appUrl}/onboarding/every-field`);
  });

  await test.step("every field, by keyboard, its errors, and a reload before Continue", async () => {
    await searchable(page);
    await next(page);
    await expect(page.getByLabel("City")).toBeFocused();
    const problems = page.getByRole("alert").getByRole("listitem");
    await expect(problems).toHaveText([
      "Enter a city",
      "Enter an email address",
      "Enter an address such as https://example.com",
      "Enter a whole number",
      "Enter a date",
      "Choose a topic",
      "Choose an area",
      "Choose what to begin with",
      "Accept the terms to continue",
    ]);
    await expectAccessible(page, "with errors");

    for (const [label, value] of TEXTS) await page.getByLabel(label).fill(value);
    await page.getByLabel("Seats").fill("a dozen");
    const topic = page.getByLabel("Topic", { exact: true });
    await topic.selectOption("product");
    await topic.press("Tab");
    await expect(page.getByRole("combobox", { name: "Area" })).toBeFocused();
    await page.keyboard.type("engin");
    await expect(page.getByRole("option")).toHaveText(["Engineering"]);
    // While its list is open, the library hides all else from screen readers; Tab closes it.
    const combobox = ['[role="combobox"]', '[role="listbox"]'];
    await expectAccessible(page, "with an open combobox", combobox);
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Space"); // the first of the radio buttons
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Space");
    await page.getByLabel("I accept the terms").check();
    await next(page);
    await expect(problems).toHaveText(["Enter a whole number"]);
    await page.getByLabel("Seats").fill("12");
    await page.reload();
    await searchable(page);
    await expectFilledIn(page, "Engineering");
  });

  await test.step("the finish page has the answers in words, and leads back to them", async () => {
    await next(page);
    await expect(page).toHaveURL(`${local.appUrl}/onboarding/finish`);
    const answers = page.getByRole("main").getByRole("listitem");
    for (const line of [
      "Topics: Product, Engineering",
      "Hours: 7.5",
      "Start: March 1, 2027",
      "Later: Product",
      "News: No",
      "Terms: Yes",
    ]) {
      await expect(answers.filter({ hasText: line })).toBeVisible();
    }
    await page.getByRole("link", { name: "Change Every field" }).click();
    await searchable(page);
    await expectFilledIn(page, "Engineering");
    const drafts = () =>
      page.evaluate(() =>
        Object.entries(sessionStorage).filter(([name]) => name.startsWith("draft:")),
      );
    await expect.poll(drafts).toEqual([]);
  });

  await test.step("without JavaScript the answers are there too, and can be changed", async () => {
    const plain = await browser.newContext({ javaScriptEnabled: false });
    await local.signIn(plain, "user_local_new");
    const other = await plain.newPage();
    await other.goto(`${local.appUrl}/onboarding/every-field`);
    await expectFilledIn(other, "engineering");
    await other.getByLabel("Area").selectOption("product");
    await other.getByLabel("Seats").fill("many");
    await next(other);
    await expect(other.getByText("Enter a whole number").first()).toBeVisible();
    await expect(other.getByLabel("Area")).toHaveValue("product");
    await other.getByLabel("Seats").fill("13");
    await next(other);
    await expect(other.getByText("Area: Product")).toBeVisible();
    await plain.close();
  });

  await page.goto(`${local.appUrl}/onboarding/finish`);
  await page.getByRole("button", { name: "Finish" }).click();
  await expect(page).toHaveURL(`${local.appUrl}/dashboard`);
  await expect(page.getByText("user_local_new")).toBeVisible();
});
