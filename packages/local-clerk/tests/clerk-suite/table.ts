import { stripVTControlCharacters } from "node:util";
import { z } from "zod";

/** What is read of Playwright's JSON report. https://playwright.dev/docs/api/class-testreporter */
const testSchema = z.object({
  status: z.string(),
  results: z.array(z.object({ error: z.object({ message: z.string().optional() }).optional() })),
});

const specSchema = z.object({ title: z.string(), tests: z.array(testSchema) });

interface Suite {
  title: string;
  specs?: z.infer<typeof specSchema>[] | undefined;
  suites?: Suite[] | undefined;
}

const suiteSchema: z.ZodType<Suite> = z.lazy(() =>
  z.object({
    title: z.string(),
    specs: z.array(specSchema).optional(),
    suites: z.array(suiteSchema).optional(),
  }),
);

const reportSchema = z.object({ suites: z.array(suiteSchema) });

const WORDS: Record<string, string> = {
  expected: "passed",
  flaky: "passed",
  unexpected: "failed",
  skipped: "not run",
};

function firstLine(message: string): string {
  return stripVTControlCharacters(message).split("\n")[0] ?? "";
}

function testsIn(suite: Suite): { title: string; result: string; error: string }[] {
  const own = (suite.specs ?? []).flatMap(({ title, tests }) =>
    tests.map(({ status, results }) => ({
      title,
      result: WORDS[status] ?? status,
      error: firstLine(results.at(-1)?.error?.message ?? ""),
    })),
  );
  return [...own, ...(suite.suites ?? []).flatMap(testsIn)];
}

/**
 * Reports as Markdown: a row for each file, and below it the first line of each failure. Files that are in
 * more than one report have one row.
 * @param reports Playwright's JSON
 */
export function tableOf(reports: readonly unknown[]): string {
  const suites = reports
    .flatMap((report) => reportSchema.parse(report).suites)
    .filter(({ title }) => !title.includes("global."));
  const files = [...Map.groupBy(suites, ({ title }) => title)]
    .map(([file, parts]) => ({ file, tests: parts.flatMap(testsIn) }))
    .sort((a, b) => a.file.localeCompare(b.file));
  const count = (tests: { result: string }[], wanted: string) =>
    tests.filter(({ result }) => result === wanted).length;
  const rows = [...files, { file: "all", tests: files.flatMap(({ tests }) => tests) }].map(
    ({ file, tests }) =>
      `| ${file} | ${count(tests, "passed")} | ${count(tests, "failed")} | ${count(tests, "not run")} |`,
  );
  const failures = files.flatMap(({ file, tests }) =>
    tests
      .filter(({ result }) => result === "failed")
      .map(({ title, error }) => `- ${file}, ${title}: ${error}`),
  );
  return [
    "| file | passed | failed | not run |",
    "| --- | --- | --- | --- |",
    ...rows,
    ...(failures.length > 0 ? ["", ...failures] : []),
  ].join("\n");
}
