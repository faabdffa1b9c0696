const HEADING = /^(#+) /;
const ITEM = /^( *)(?:[-*]|\d+\.) /;

/** The number of lines from `start` on that belong together in Markdown. */
function blockAt(lines: string[], start: number): number {
  const isEnd = endOf(lines[start] ?? "");
  const length = lines.slice(start + 1).findIndex((line) => isEnd(line));
  return length < 0 ? lines.length - start : length + 1;
}

/** What ends a block: a heading's section at the next of its level, an item at the next, a paragraph at a gap. */
function endOf(first: string): (line: string) => boolean {
  const [, marks] = HEADING.exec(first) ?? [];
  if (marks) return (line) => (HEADING.exec(line)?.[1]?.length ?? 99) <= marks.length;
  if (first.startsWith("|")) return () => true;
  const [, indent] = ITEM.exec(first) ?? [];
  if (indent !== undefined) return (line) => line.trim() === "" || ITEM.exec(line)?.[1] === indent;
  return (line) => line.trim() === "";
}

/** Whether a line is inside a block of code, where it stands for itself. */
function isInFence(lines: string[], at: number): boolean {
  return lines.slice(0, at).filter((line) => line.trimStart().startsWith("```")).length % 2 === 1;
}

/** Where the block starts that line `at` is in. */
function startOfBlock(lines: string[], at: number): number {
  const starts = (line: string) => HEADING.test(line) || ITEM.test(line) || line.startsWith("|");
  let start = at;
  while (start > 0 && !starts(lines[start] ?? "") && (lines[start - 1] ?? "").trim() !== "") {
    start -= 1;
  }
  return start;
}

/**
 * A text without the passage that `mark` stands in. In Markdown that is the section under a heading,
 * the list item, the table's row or the paragraph; elsewhere it is the line. Unchanged without `mark`.
 */
export function withoutPassage(text: string, mark: string, isMarkdown: boolean): string {
  const lines = text.split("\n");
  const at = lines.findIndex((line) => line.includes(mark));
  if (at < 0) return text;
  const hasBlocks = isMarkdown && !isInFence(lines, at);
  const start = hasBlocks ? startOfBlock(lines, at) : at;
  lines.splice(start, hasBlocks ? blockAt(lines, start) : 1);
  // No two gaps in a row, where a paragraph stood between them.
  if (hasBlocks && lines[start]?.trim() === "" && (lines[start - 1] ?? "").trim() === "") {
    lines.splice(start, 1);
  }
  return lines.join("\n");
}
