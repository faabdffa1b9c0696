import { ask } from "./request.ts";
import { DOCUMENT, expect, test, VISITOR_NAMES } from "./support.ts";

/**
 * Declares a test for each row of a table that says what documents each visitor is answered: a status, or
 * where they are sent. It is written by hand on purpose. The other tests expect what POLICY says, so a
 * rule that is too loose would loosen them, too.
 * @param table its first row names the visitors; the others begin with a path
 */
export function testAnswers(table: string): void {
  const [[, ...names] = [], ...rows] = table
    .trim()
    .split("\n")
    .map((row) => row.trim().split(/\s+/));
  for (const [path = "", ...expected] of rows) {
    test(`${path} answers each visitor as the table says`, async ({ target }) => {
      expect(names.toSorted()).toEqual(VISITOR_NAMES.toSorted());
      const found: string[] = [];
      for (const name of names) {
        const visitor = VISITOR_NAMES.find((one) => one === name) ?? "nobody";
        const cookie = await target.cookieOf(visitor);
        // Not `send`: an admin's pages are where people's addresses belong.
        const sent = { headers: { ...DOCUMENT, cookie } };
        const { status, headers } = await ask(target.local.appUrl, path, sent);
        found.push(headers.location?.split("?")[0] ?? String(status));
      }
      expect(found, "When you meant to change who may open it, change its row.").toEqual(expected);
    });
  }
}
