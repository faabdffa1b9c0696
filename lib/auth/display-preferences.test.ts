import { expect, test } from "vitest";
import { parsePreferences, parseTheme } from "~/lib/auth/display-preferences";

test.each([
  [{ theme: "dark" }, "dark"],
  [{ theme: "light", role: "admin" }, "light"],
  [{}, "system"],
  [{ theme: "neon" }, "system"],
  [{ theme: { toString: "dark" } }, "system"],
  [null, "system"],
  ["dark", "system"],
  [JSON.parse('{"__proto__":{"theme":"dark"}}'), "system"],
])("unsafe metadata %j means the theme %s, and nothing else of it is kept", (stored, theme) => {
  expect(parsePreferences(stored)).toEqual({ theme });
});

test("a cookie that holds no theme means the system's", () => {
  expect(parseTheme("dark")).toBe("dark");
  expect(parseTheme(undefined)).toBe("system");
  expect(parseTheme('dark"><script>')).toBe("system");
});
