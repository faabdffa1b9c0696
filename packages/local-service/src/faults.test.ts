import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { Faults, faultSchema } from "./faults.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

test.each(Object.keys(faultSchema.shape))("the README explains the field %s", (name) => {
  expect(readme).toMatch(new RegExp(`^\\|.*\`${name}\`.*\\|`, "m"));
});

test("the oldest fault that matches is used, as often as it says", () => {
  const faults = new Faults();
  faults.add({ match: "GET /v1/users/*", status: 500, times: 1 });
  faults.add({ match: "*", status: 503 });
  expect(faults.take("GET /v1/users/user_1")?.status).toBe(500);
  expect(faults.take("GET /v1/users/user_1")?.status).toBe(503);
  expect(faults.take("Commit", "Commit a/b")?.status).toBe(503);
  expect(faults.list()).toHaveLength(1);
  faults.add({ match: "Commit", status: 500 });
  faults.clear("*");
  expect(faults.take("Commit")?.status).toBe(500);
  faults.clear();
  expect(faults.take("Commit")).toBeUndefined();
});

test("a pattern matches its own characters and nothing else", () => {
  const faults = new Faults();
  faults.add({ match: "GET /v1/users?x=(a+b)", status: 500 });
  expect(faults.take("GET /v1/usersQx=aab")).toBeUndefined();
  expect(faults.take("GET /v1/users?x=(a+b)")).toBeDefined();
});
