import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { allowed } from "~/lib/access/allowed";
import { refused } from "~/lib/access/denial";
import { DbError } from "~/lib/firebase/errors";

// What `experimental.authInterrupts` in next.config.ts sets in a build.
beforeEach(() => vi.stubEnv("__NEXT_EXPERIMENTAL_AUTH_INTERRUPTS", "true"));
afterEach(() => vi.unstubAllEnvs());

const resource = "things/1";

test("hands over the data", () => {
  expect(allowed([null, { name: "A" }])).toEqual([null, { name: "A" }]);
});

test("a rule that said no is the page for 403", () => {
  expect(() => allowed([refused("Only the owner can see this."), null])).toThrow(
    "NEXT_HTTP_ERROR_FALLBACK;403",
  );
});

test("what isn't there for this visitor is the page for 404", () => {
  expect(() => allowed([new DbError("not-found", { resource }), null])).toThrow(
    "NEXT_HTTP_ERROR_FALLBACK;404",
  );
});

test("a store that fails is neither", () => {
  const error = new DbError("permission-denied", { resource });
  expect(allowed([error, null])).toEqual([error, null]);
});
