import { randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Firestore } from "@google-cloud/firestore";
import { LocalServices } from "../e2e/support/local.ts";
import { continueTo } from "../e2e/support/onboard.ts";
import { expect, test } from "../e2e/support/test.ts";
import { type Block, blocksOf, commandsOf, follow } from "../extend/guide.ts";
import { freePort } from "../tools/free-port.ts";
import { Program } from "../tools/program.ts";
import { copyProject } from "../tools/project-copy.ts";

/*
 * `npm run test:newcomer`: what somebody does with this project first, in a copy of it and from the docs
 * alone. Every block of code and every command here comes from README.md or docs/.
 */
const STEPS = "lib/onboarding/steps.ts";
const [SETUP = "", ...CHECKS] = commandsOf("docs/remove.md");
const [ADD_STEP = ""] = commandsOf("docs/onboarding.md");
const [E2E = "", UNIT = ""] = commandsOf("docs/testing.md");
const [CURL = ""] = commandsOf("docs/api.md");

/** The row of a field in the table of docs/onboarding.md. */
function field(name: string): { element: string; rule: string } {
  const guide = readFileSync("docs/onboarding.md", "utf8");
  const row = new RegExp(`^\\| ${name} \\| \`(<.+/>)\` \\| \`(.+)\` \\|$`, "m").exec(guide);
  return { element: row?.[1] ?? "", rule: row?.[2] ?? "" };
}

function change(folder: string, file: string, edit: (source: string) => string): void {
  const source = readFileSync(join(folder, file), "utf8");
  const edited = edit(source);
  expect(edited, `${file} has what is changed`).not.toBe(source);
  writeFileSync(join(folder, file), edited);
}

/** The example of the guide, a list and a number, and one checkbox more. */
function writeStep(folder: string): void {
  const blocks = blocksOf("docs/onboarding.md");
  const codeOf = (end: string) => blocks.find(({ file }) => file.endsWith(end))?.code ?? "";
  const { element, rule } = field("one checkbox");
  const page = "app/onboarding/interests/page.tsx";
  writeFileSync(join(folder, page), codeOf("page.tsx"));
  change(folder, page, (source) =>
    source
      .replace("{ CheckboxGroup,", "{ Checkbox, CheckboxGroup,")
      .replace(/( +)<TextField .*\n/, (line, indent) => `${line}${indent}${element}\n`),
  );
  change(folder, STEPS, (source) =>
    source
      .replace(/const interests = [\s\S]*?^}\);\n/m, () => codeOf("steps.ts"))
      .replace(/( +)hours: .*\n/, (line, indent) => `${line}${indent}${rule},\n`),
  );
}

/** The README's two examples, with what they leave out: their imports and the rest of the page. */
function writeReadmeExamples(folder: string): void {
  const [page, action] = blocksOf("README.md").filter(({ language }) => /^tsx?$/.test(language));
  const rule: Block = {
    language: "ts",
    file: "lib/auth/policy.ts",
    code: '  "/invoices": { who: "onboarded" },\n',
  };
  const at = join(folder, "app/(app)/invoices");
  mkdirSync(at, { recursive: true });
  writeFileSync(
    join(at, "page.tsx"),
    `import type { Metadata } from "next";
import { ActionForm } from "~/components/form/action-form";
import { SubmitButton } from "~/components/form/submit-button";
import { requireAccess } from "~/lib/access/require-access";
import { upgrade } from "./actions";

export const metadata: Metadata = { title: "Invoices", description: "What you have paid." };

${page?.code}  return (
    <ActionForm action={upgrade} aria-label={userId}>
      <SubmitButton pending="…">{claims.plan}</SubmitButton>
    </ActionForm>
  );
}
`,
  );
  writeFileSync(
    join(at, "actions.ts"),
    `"use server";

import { redirect } from "next/navigation";
import { action } from "~/lib/access/action";
import { updateUserMetadata } from "~/lib/auth/user-metadata";

${action?.code}`,
  );
  follow(folder, [rule]);
}

test("a newcomer makes the app theirs, from the docs alone", async ({ page, context, browser }) => {
  test.setTimeout(1_200_000);
  await using copy = copyProject(); // `using` alone needs Node 24
  const { folder } = copy;
  const run = async (command: string, env: Record<string, string> = {}) => {
    const [program = "", ...args] = command.split(" ");
    await using started = new Program(program, args, { cwd: folder, env });
    expect(await started.exitCode(), `${command}\n${started.output}`).toBe(0);
    return started.stdout;
  };

  await test.step("the name, without two of the examples, and what the guides add", async () => {
    await run(SETUP, { npm_config_offline: "true" });
    await run(ADD_STEP);
    writeStep(folder);
    const guides = [
      ...["claims", "routes", "permissions", "permission-forms"],
      ...["actions", "api", "testing", "public-pages"],
    ];
    follow(
      folder,
      guides.flatMap((name) => blocksOf(`docs/${name}.md`)),
    );
    writeReadmeExamples(folder);
    for (const command of commandsOf("docs/claims.md")) await run(command);
  });

  await test.step("its own checks pass, and the tests of the guide", async () => {
    for (const command of CHECKS) await run(command);
    await run("npx vitest run --project node tests/source tests/docs lib/auth/policy.test.ts");
    await run(UNIT);
    // This also builds it.
    await run(E2E);
  });

  const [PORT, CLERK_EMULATOR_PORT, FIRESTORE_EMULATOR_PORT] = [
    String(await freePort()),
    String(await freePort()),
    String(await freePort()),
  ];
  const env = { PORT, CLERK_EMULATOR_PORT, FIRESTORE_EMULATOR_PORT };
  await using app = new Program("npm", ["run", "preview"], { cwd: folder, env });
  await app.writes("Ready");
  const local = new LocalServices(join(folder, ".local"));
  const open = (path: string) => page.goto(local.appUrl + path);
  const signIn = async (id: string) => {
    await page.goto("about:blank"); // clerk-js would bring the cookies of the one before back
    await context.clearCookies();
    await local.signIn(context, id);
  };

  await test.step("the new name is there, the two examples are gone", async () => {
    await open("/pricing");
    await expect(page).toHaveTitle(/Acme/);
    await open("/de/about");
    await expect(page.getByRole("heading", { name: "Über uns" })).toBeVisible();
    for (const path of ["/reports", "/moderation"]) {
      expect((await open(path))?.status(), path).toBe(404);
    }
  });

  await test.step("onboarding asks the new step, and shows its answers", async () => {
    const user = await local.createUser();
    await signIn(user.id);
    await open("/onboarding");
    await continueTo(page, "interests");
    const next = page.getByRole("button", { name: "Continue" });
    await next.click();
    await expect(page.getByText("Choose at least one topic").first()).toBeVisible();
    await page.getByLabel("Product").check();
    await page.getByLabel("Engineering").check();
    await page.getByLabel("Hours a week").fill("12");
    await page.getByLabel("Send me news").check();
    await next.click();
    const answers = page.getByRole("main").getByRole("listitem");
    for (const line of ["Topics: Product, Engineering", "Hours: 12", "News: Yes"]) {
      await expect(answers.filter({ hasText: line })).toBeVisible();
    }
    await page.getByRole("button", { name: "Finish" }).click();
    await expect(page).toHaveURL(`${local.appUrl}/dashboard`);
  });

  await test.step("the new role and the new plan have a user each, and a badge", async () => {
    for (const [email, text] of [
      ["editor@example.com", "Editor"],
      ["starter@example.com", "Starter plan"],
    ] as const) {
      const persona = local.personas.find((one) => one.email === email);
      expect(persona, email).toBeDefined();
      await signIn(persona?.userId ?? "");
      await open("/dashboard");
      await expect(page.getByText(text, { exact: true }).first()).toBeVisible();
    }
    await page.getByRole("link", { name: "Availability", exact: true }).first().click();
    await expect(page.getByRole("heading", { name: "Availability" })).toBeVisible();
  });

  await test.step("a project is its members', its settings are its owner's", async () => {
    const [owner, member, stranger] = [
      await local.createUser({ onboardingComplete: true }, "owner"),
      await local.createUser({ onboardingComplete: true }, "member"),
      await local.createUser({ onboardingComplete: true }, "stranger"),
    ];
    const project = randomUUID();
    process.env.FIRESTORE_EMULATOR_HOST = `localhost:${FIRESTORE_EMULATOR_PORT}`;
    process.env.METADATA_SERVER_DETECTION = "none";
    const db = new Firestore({ projectId: "demo-acme" });
    const memberIds = [owner.id, member.id];
    await db.doc(`projects/${project}`).set({ name: "Garden", ownerId: owner.id, memberIds });
    await db.terminate();

    await signIn(owner.id);
    await open(`/projects/${project}/settings`);
    await page.getByLabel("Name").fill("Orchard");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("The new name is saved.")).toBeVisible();
    await open(`/projects/${project}`);
    await expect(page.getByRole("heading", { name: "Orchard" })).toBeVisible();
    await signIn(member.id);
    expect((await open(`/projects/${project}`))?.status()).toBe(200);
    expect((await open(`/projects/${project}/settings`))?.status()).toBe(403);
    await signIn(stranger.id);
    expect((await open(`/projects/${project}`))?.status()).toBe(404);
  });

  await test.step("the API takes a bearer token, and refuses a wrong input", async () => {
    const { id } = await local.createUser({ onboardingComplete: true });
    await signIn(id);
    const cookies = await context.cookies(local.appUrl);
    const token = cookies.find(({ name }) => name === "__session")?.value ?? "";
    const curl = async (command: string, TOKEN: string) => {
      const env = { APP: local.appUrl, TOKEN };
      await using sent = new Program("bash", ["-c", command], { cwd: folder, env });
      await sent.exitCode();
      return sent.stdout;
    };
    expect(JSON.parse(await curl(CURL, token))).toBeNull();
    const wrong = await curl(CURL.replace("20", "200"), token);
    expect(JSON.parse(wrong).error).toMatchObject({
      code: "invalid-input",
      fieldErrors: { hours: ["Enter at most 60"] },
    });
    expect(JSON.parse(await curl(CURL, "x.y.z")).error.code).toBe("signed-out");
    const answer = await page.request.get(`${local.appUrl}/api/availability`);
    expect(await answer.json()).toEqual({ hours: 20, note: "" });
  });

  await test.step("the image of a gated page is for those who may open it", async () => {
    await open("/notes/7");
    const url = await page.locator('meta[property="og:image"]').getAttribute("content");
    const { pathname } = new URL(url ?? "", local.appUrl);
    const image = await page.request.get(local.appUrl + pathname);
    expect(image.headers()["content-type"]).toBe("image/png");
    const stranger = await browser.newContext();
    expect((await stranger.request.get(local.appUrl + pathname)).status()).toBe(404);
    await stranger.close();
  });
});
