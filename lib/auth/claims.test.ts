import { describe, expect, expectTypeOf, test } from "vitest";
import {
  CLAIM_NAMES,
  CLAIMS_BUDGET_BYTES,
  type Claims,
  claimsSchema,
  claimsSize,
  LEAST_PRIVILEGE,
  PLANS,
  parseClaims,
  ROLES,
  SESSION_TOKEN_TEMPLATE,
} from "~/lib/auth/claims";

const FULL: Claims = { role: "admin", plan: "pro", onboardingComplete: true, teamId: "acme" };

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
    const fresh = { role: null, plan: null, onboardingComplete: null, teamId: null };
    expect(parseClaims({ metadata: fresh })).toEqual({
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
    ["role", "Admin"],
    ["role", ["admin"]],
    ["role", { toString: "admin" }],
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
    const metadata = JSON.parse('{"role":"admin","superpowers":true,"__proto__":{"plan":"pro"}}');
    const { claims, rejected } = parseClaims({ metadata });
    expect(claims).toEqual({ ...LEAST_PRIVILEGE, role: "admin" });
    expect(rejected.sort()).toEqual(["__proto__", "superpowers"]);
    expect(parseClaims(Object.create({ metadata: FULL })).claims).toEqual(LEAST_PRIVILEGE);
  });
});

test("the largest claims the schema admits stay within the session cookie's budget", () => {
  const longest = (names: readonly string[]) => [...names].sort((a, b) => b.length - a.length)[0];
  const largest = claimsSchema.parse({
    role: longest(ROLES),
    plan: longest(PLANS),
    onboardingComplete: false,
    teamId: "x".repeat(64),
  });
  expect(claimsSchema.safeParse({ ...largest, teamId: "x".repeat(65) }).success).toBe(false);
  expect(claimsSize(largest)).toBeLessThan(CLAIMS_BUDGET_BYTES);
});

test("the Dashboard's template projects every claim from public metadata", () => {
  expect(SESSION_TOKEN_TEMPLATE).toEqual({
    metadata: {
      role: "{{user.public_metadata.role}}",
      plan: "{{user.public_metadata.plan}}",
      onboardingComplete: "{{user.public_metadata.onboardingComplete}}",
      teamId: "{{user.public_metadata.teamId}}",
    },
  });
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
