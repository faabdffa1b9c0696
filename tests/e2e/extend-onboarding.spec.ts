import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { freePort } from "../tools/free-port.ts";
import { Program } from "../tools/program.ts";
import { copyProject } from "../tools/project-copy.ts";
import { LocalServices } from "./support/local.ts";
import { expect, test } from "./support/test.ts";

const PAGE = "app/onboarding/interests/page.tsx";
const REGISTRY = "lib/onboarding/steps.ts";
const LAST_ENTRY = "preferences] as const";

/** The code blocks of the page that tells people how to add a step, by the file they name. */
function exampleBlocks(): Map<string, string> {
  const blocks = readFileSync("docs/onboarding.md", "utf8").matchAll(
    /^```tsx? (\S+)\n([\s\S]*?)^```$/gm,
  );
  return new Map([...blocks].map(([, file = "", code = ""]) => [file, code]));
}

test("the documented example, one folder and one entry, adds a working step", async ({
  page,
  context,
}) => {
  test.setTimeout(240_000);
  const blocks = exampleBlocks();
  expect([...blocks.keys()]).toEqual([PAGE, REGISTRY]);
  await using copy = copyProject(); // `using` alone needs Node 24
  const registry = readFileSync(join(copy.folder, REGISTRY), "utf8");
  expect(registry).toContain(LAST_ENTRY);
  mkdirSync(dirname(join(copy.folder, PAGE)));
  writeFileSync(join(copy.folder, PAGE), blocks.get(PAGE) ?? "");
  writeFileSync(
    join(copy.folder, REGISTRY),
    registry.replace(LAST_ENTRY, `preferences,\n${blocks.get(REGISTRY)}] as const`),
  );

  const launch = join(copy.folder, "dev/launch.ts");
  const options = {
    cwd: copy.folder,
    env: {
      PORT: String(await freePort()),
      CLERK_EMULATOR_PORT: String(await freePort()),
      FIRESTORE_EMULATOR_PORT: String(await freePort()),
    },
  };
  await using build = new Program(process.execPath, [launch, "build"], options);
  expect(await build.exitCode(), build.output).toBe(0);
  await using app = new Program(process.execPath, [launch, "preview"], options);
  await app.writes("Ready");

  const local = new LocalServices(join(copy.folder, ".local"));
  await local.signIn(context, "user_local_new");
  await page.goto(`${local.appUrl}/onboarding`);
  const next = () => page.getByRole("button", { name: "Continue" }).click();
  await next();
  await page.getByLabel("Display name").fill("Person One");
  await page.getByLabel("Company size").selectOption("just-me");
  await next();
  await page.getByLabel("Never").check();
  await next();

  await expect(page).toHaveURL(`${local.appUrl}/onboarding/interests`);
  await expect(page.getByText("Step 4 of 5")).toBeVisible();
  await page.getByLabel("Hours a week").fill("200");
  await next();
  await expect(page.getByText("Choose at least one topic").first()).toBeVisible();
  await expect(page.getByText("A week has 168 hours").first()).toBeVisible();
  await expect(page.getByLabel("Hours a week")).toHaveValue("200");
  // One ticked checkbox, and an optional number left empty.
  await page.getByLabel("Engineering").check();
  await page.getByLabel("Hours a week").fill("");
  await next();
  await expect(page).toHaveURL(`${local.appUrl}/onboarding/finish`);
  await page.getByRole("link", { name: "Change Interests" }).click();
  await expect(page.getByLabel("Engineering")).toBeChecked();
  await expect(page.getByLabel("Product")).not.toBeChecked();
  await expect(page.getByLabel("Hours a week")).toHaveValue("");
  await page.getByLabel("Product").check();
  await page.getByLabel("Hours a week").fill("7.5");
  await next();
  await expect(page.getByText("product, engineering, 7.5")).toBeVisible();
  await page.getByRole("link", { name: "Change Interests" }).click();
  await expect(page.getByLabel("Hours a week")).toHaveValue("7.5");
  await next();
  await page.getByRole("button", { name: "Finish" }).click();
  await expect(page).toHaveURL(`${local.appUrl}/dashboard`);
  await expect(page.getByText("user_local_new")).toBeVisible();
});
