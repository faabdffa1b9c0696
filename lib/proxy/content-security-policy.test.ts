import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { localKeys, realKeys } from "../../tests/tools/keys.ts";
import { parseEnv } from "../env.ts";
import { contentSecurityPolicy, STYLE_HASHES } from "./content-security-policy.ts";

function policyIn(NODE_ENV: string, keys = realKeys()): Map<string, string[]> {
  const variables = { ...keys, NODE_ENV, GOOGLE_CLOUD_PROJECT: "project" };
  const policy = contentSecurityPolicy("n0nce", parseEnv(variables));
  return new Map(
    policy.split("; ").map((directive) => {
      const [name = "", ...sources] = directive.split(" ");
      return [name, sources];
    }),
  );
}

test("in production only scripts with the nonce run, and no style without one", () => {
  const policy = policyIn("production");
  expect(policy.get("script-src")).toEqual(["'self'", "'nonce-n0nce'", "'strict-dynamic'"]);
  expect(policy.get("style-src")).not.toContain("'unsafe-inline'");
  expect(policy.get("default-src")).toEqual(["'self'"]);
  for (const closed of ["frame-ancestors", "base-uri", "object-src"]) {
    expect(policy.get(closed), closed).toEqual(["'none'"]);
  }
  const wide = [...policy.values()].flat().filter((source) => /^(\*|https?:)$/.test(source));
  expect(wide).toEqual([]);
});

test("Clerk's host comes from the publishable key", () => {
  const policy = policyIn("production");
  for (const name of ["connect-src", "form-action"]) {
    expect(policy.get(name), name).toContain("https://app.clerk.accounts.dev");
  }
  expect(policyIn("development", localKeys()).get("connect-src")).toContain(
    "https://clerk.emulator.test",
  );
});

test("only development may evaluate code", () => {
  expect(policyIn("development").get("script-src")).toContain("'unsafe-eval'");
  expect([...policyIn("production").values()].flat()).not.toContain("'unsafe-eval'");
});

test("sonner's style sheet is the one that the policy allows", () => {
  const source = readFileSync("node_modules/sonner/dist/index.mjs", "utf8");
  const css: unknown = JSON.parse(/__insertCSS\(("(?:[^"\\]|\\.)*")\)/.exec(source)?.[1] ?? "null");
  const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  expect(STYLE_HASHES).toMatchObject({ empty: hash(""), sonner: hash(String(css)) });
});
