import { expect, test } from "vitest";
import { withoutPassage } from "../../scripts/setup/passage.ts";

const DOCUMENT = `# Title

First paragraph,
two lines.

| a | b |
| --- | --- |
| one | two |
| three | four |

## Section

- item one
  goes on
- item two

### Below

Deep.

## Last

\`\`\`
left
right
\`\`\`
`;

test.each([
  ["a paragraph", "two lines", ["First paragraph"], ["# Title\n\n| a"]],
  ["a table's row", "| one |", ["| one"], ["| --- | --- |\n| three"]],
  ["a list's item with its lines", "goes on", ["item one"], ["## Section\n\n- item two"]],
  ["a section with what is below it", "## Section", ["Deep", "item"], ["four |\n\n## Last"]],
  ["a line in a block of code", "left", ["left"], ["```\nright\n```"]],
])("takes away %s", (_what, mark, gone, left) => {
  const result = withoutPassage(DOCUMENT, mark, true);
  for (const text of gone) expect(result).not.toContain(text);
  for (const text of left) expect(result).toContain(text);
});

test("takes away one line of code", () => {
  expect(withoutPassage("a();\nb();\nc();\n", "b()", false)).toBe("a();\nc();\n");
});

test("leaves a text alone that doesn't have the passage", () => {
  expect(withoutPassage(DOCUMENT, "nowhere", true)).toBe(DOCUMENT);
});
