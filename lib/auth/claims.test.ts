import { describe, expect, expectTypeOf, test } from "vitest";
import { z } from "zod";
import {
  CLAIM_NAMES,
  CLAIMS_BUDGET_BYTES,
  type Claims,
  claimsSchema,
  claimsSize,
  LEAST_PRIVILEGE,
  parseClaims,
  SESSION_TOKEN_TEMPLATE,
} from "~/lib/auth/claims";
import { TOP_PLAN, TOP_ROLE } from "~/tests/tools/highest.ts";

const FULL: Claims = {
  ...LEAST_PRIVILEGE,
  role: TOP_ROLE,
  plan: TOP_PLAN,
  onboardingComplete: true,
  teamId: "acme",
};
/** As Clerk fills in the template for a user without metadata. */
const EMPTY = Object.fromEntries(CLAIM_NAMES.map((name) => [name, null]));

describe("parseClaims", () => {
  test("reads valid claims as they are", () => {
    expect(parseClaims({ sub: "user_1", metadata: FULL })).toEqual({
      claims: FULL,
      customized: true,
      absent: [],
      rejected: [],
    });
  });

  test.each([undefined, null, 0, "text", [], true])("falls to least privilege on %j", (payload) => {
    expect(parseClaims(payload)).toMatchObject({ claims: LEAST_PRIVILEGE, customized: false });
  });

  test("tells a token that was never customized from one of a new user", () => {
    expect(parseClaims({ sub: "user_1" }).customized).toBe(false);
    expect(parseClaims({ metadata: EMPTY })).toEqual({
      claims: LEAST_PRIVILEGE,
      customized: true,
      absent: [...CLAIM_NAMES],
      rejected: [],
    });
  });

  test.each(["text", 7, [], true])("reports a metadata claim that is %j", (metadata) => {
    expect(parseClaims({ metadata })).toMatchObject({
      claims: LEAST_PRIVILEGE,
      rejected: ["metadata"],
    });
  });

  test.each([
    ["role", "superuser"],
    ["role", TOP_ROLE.toUpperCase()],
    ["role", [TOP_ROLE]],
    ["role", { toString: TOP_ROLE }],
    ["plan", "platinum"],
    ["onboardingComplete", "true"],
    ["onboardingComplete", 1],
    ["teamId", ""],
    ["teamId", "a b"],
    ["teamId", "ä".repeat(3)],
    ["teamId", "x".repeat(65)],
    ["teamId", 5],
  ])("drops only the malformed %s %j", (name, value) => {
    const { claims, rejected } = parseClaims({ metadata: { ...FULL, [name]: value } });
    expect(rejected).toEqual([name]);
    expect(claims).toEqual({ ...FULL, [name]: LEAST_PRIVILEGE[name as keyof Claims] });
  });

  test("ignores and reports names it does not know, and inherited ones", () => {
    const metadata = JSON.parse(
      `{"role":"${TOP_ROLE}","superpowers":true,"__proto__":{"plan":"${TOP_PLAN}"}}`,
    );
    const { claims, rejected } = parseClaims({ metadata });
    expect(claims).toEqual({ ...LEAST_PRIVILEGE, role: TOP_ROLE });
    expect(rejected.sort()).toEqual(["__proto__", "superpowers"]);
    expect(parseClaims(Object.create({ metadata: FULL })).claims).toEqual(LEAST_PRIVILEGE);
  });
});

/** @throws {Error} for a claim whose schema has no bound: its token may be too large for a cookie */
function largestOf(schema: z.core.JSONSchema._JSONSchema): unknown {
  const { anyOf, enum: names, type, maxLength, maxItems, items } = Object(schema);
  const byLength = (one: unknown, other: unknown) =>
    JSON.stringify(other).length - JSON.stringify(one).length;
  if (anyOf) return anyOf.map(largestOf).sort(byLength)[0];
  if (names) return [...names].sort(byLength)[0];
  if (type === "boolean" || type === "null") return false;
  if (type === "number" || type === "integer") return Number.MIN_SAFE_INTEGER;
  if (type === "string" && maxLength) return "x".repeat(maxLength);
  if (type === "array" && maxItems) return Array(maxItems).fill(largestOf(items));
  throw new Error(`no bound in ${JSON.stringify(schema)}`);
}

test("the largest claims the schema admits stay within the session cookie's budget", () => {
  const { properties = {} } = z.toJSONSchema(claimsSchema);
  expect(Object.keys(properties)).toEqual(CLAIM_NAMES);
  const largest = Object.entries(properties).map(([name, schema]) => [name, largestOf(schema)]);
  expect(claimsSize(Object.fromEntries(largest))).toBeLessThan(CLAIMS_BUDGET_BYTES);
  expect(claimsSize({ teamId: largestOf(properties.teamId ?? {}) })).toBeGreaterThan(64);
  expect(() => largestOf(z.toJSONSchema(z.string()))).toThrow("no bound");
});

test("the Dashboard's template projects every claim from public metadata", () => {
  expect(SESSION_TOKEN_TEMPLATE).toEqual({
    metadata: expect.objectContaining({ role: "{{user.public_metadata.role}}" }),
  });
  expect(Object.keys(SESSION_TOKEN_TEMPLATE.metadata)).toEqual(CLAIM_NAMES);
});

test("Clerk's global types derive from the schemas", () => {
  expectTypeOf<UserPublicMetadata["role"]>().toEqualTypeOf<Claims["role"] | null | undefined>();
  expectTypeOf<UserPrivateMetadata["apiQuotaOverride"]>().toEqualTypeOf<
    number | null | undefined
  >();
  expectTypeOf<NonNullable<CustomJwtSessionClaims["metadata"]>["plan"]>().toEqualTypeOf<
    Claims["plan"] | null | undefined
  >();
});
