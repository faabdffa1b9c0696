interface Check {
  status: string;
  ancestorTitles: string[];
}

/** Vitest's JSON report, as far as it is read. https://vitest.dev/guide/reporters */
interface Report {
  testResults: { assertionResults: Check[] }[];
}

const COLUMNS = ["the local Firestore", "Google's emulator"];

/** How many checks of each group passed on each side, as Markdown: `| queries | 90 of 90 | 90 of 90 |`. */
export function tableOf({ testResults }: Report): string {
  const checks = testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ ancestorTitles }) => ancestorTitles.length > 1);
  const groups = [...new Set(checks.map(({ ancestorTitles }) => ancestorTitles[1] ?? ""))];
  const cell = (column: string, group?: string): string => {
    const own = checks.filter(
      ({ ancestorTitles: [side, name] }) => side === column && (!group || name === group),
    );
    return `${own.filter(({ status }) => status === "passed").length} of ${own.length}`;
  };
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  return [
    line(["checks", ...COLUMNS]),
    line(["---", ...COLUMNS.map(() => "---")]),
    ...groups.map((group) => line([group, ...COLUMNS.map((column) => cell(column, group))])),
    line(["all", ...COLUMNS.map((column) => cell(column))]),
  ].join("\n");
}
