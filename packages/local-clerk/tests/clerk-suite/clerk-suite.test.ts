import { execFileSync, spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tableOf } from "./table.ts";

const RUN = join(import.meta.dirname, "run.ts");

test("a report becomes a row for each file, with the reason of each failure", () => {
  const spec = (title: string, status: string, message?: string) => ({
    title,
    tests: [{ status, results: [message ? { error: { message } } : {}] }],
  });
  const report = {
    suites: [
      { title: "global.setup.ts", specs: [spec("start apps", "expected")] },
      {
        title: "sign-in-flow.test.ts",
        specs: [spec("outside a group", "skipped")],
        suites: [
          {
            title: "sign in",
            specs: [
              spec("by password", "expected"),
              spec("by phone", "unexpected", "\u001b[31mno phone\u001b[39m\n  at x"),
            ],
          },
        ],
      },
    ],
  };
  expect(tableOf([report])).toBe(`| file | passed | failed | not run |
| --- | --- | --- | --- |
| sign-in-flow.test.ts | 1 | 1 | 1 |
| all | 1 | 1 | 1 |

- sign-in-flow.test.ts, by phone: no phone`);
});

test("without a checkout it says that it is skipped, and it takes no other folder", () => {
  expect(execFileSync(process.execPath, [RUN], { encoding: "utf8" })).toMatch(/^Skipped: name a/);
  const { status, stderr } = spawnSync(process.execPath, [RUN, tmpdir()], { encoding: "utf8" });
  expect(status).toBe(1);
  expect(stderr).toContain("is no checkout of https://github.com/clerk/javascript");
});
