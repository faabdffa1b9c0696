import { afterEach, expect, test, vi } from "vitest";
import { readPort, UsageError } from "./ports.ts";

afterEach(() => vi.unstubAllEnvs());

test.each([
  ["", 3_000],
  ["1", 1],
  ["65535", 65_535],
])("PORT=%s is %i", (value, port) => {
  vi.stubEnv("PORT", value);
  expect(readPort("PORT", 3_000)).toBe(port);
});

test.each(["http", "0", "65536", "3000.5", "-1"])("PORT=%s is refused", (value) => {
  vi.stubEnv("PORT", value);
  expect(() => readPort("PORT", 3_000)).toThrow(
    new UsageError(`PORT is "${value}"; use a port number from 1 to 65535.`),
  );
});
