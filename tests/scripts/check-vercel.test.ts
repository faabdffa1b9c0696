import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { Program } from "../tools/program.ts";

const hasVercel = !spawnSync("vercel", ["--version"]).error;

test("check:vercel says that it skips where there is no vercel command", async () => {
  await using program = new Program(process.execPath, ["scripts/check-vercel.ts"], {
    env: { PATH: "" },
  });
  expect(await program.exitCode()).toBe(0);
  expect(program.stdout).toBe("skipped: the vercel command is not installed\n");
});

test.runIf(hasVercel)(
  "Vercel's own build runs Node 24 and deploys nothing of the tests or the local services",
  async () => {
    await using program = new Program(process.execPath, ["scripts/check-vercel.ts"], {});
    expect(await program.exitCode(), program.output).toBe(0);
    console.log(program.stdout);
  },
  300_000,
);
