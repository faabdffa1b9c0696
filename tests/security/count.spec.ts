import { expect, test } from "@playwright/test";
import { Program } from "../tools/program.ts";

/** Cases come from POLICY: a rule that is too loose makes them vanish, and what is left still passes. */
const LEAST = 300;
const LEAST_OF_A_PATH = 50;

test("no case of this suite has vanished", async () => {
  const { E2E_CHROMIUM = "", LOCAL_STATE_DIR = "" } = process.env;
  await using list = new Program(
    process.execPath,
    ["node_modules/@playwright/test/cli.js", "test", "--list", "--project=security"],
    { env: { E2E_CHROMIUM, LOCAL_STATE_DIR } },
  );
  expect(await list.exitCode(), list.output).toBe(0);
  const cases = list.stdout.split("\n").filter((line) => line.includes("[security]"));
  expect(cases.length).toBeGreaterThanOrEqual(LEAST);
  for (const path of ["/onboarding", "/dashboard", "/settings", "/api/me"]) {
    const named = cases.filter((line) => line.split(" ").includes(path));
    expect(named.length, path).toBeGreaterThanOrEqual(LEAST_OF_A_PATH);
  }
});
