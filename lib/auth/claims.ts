// Browsers load this file: zod/mini is 17 KB there, all of zod 30 (tests/bench/bytes.md).
import * as z from "zod/mini";
import { claimsIn } from "./claims-source.ts";

/** Roles, least powerful first: a rule that asks for one admits the ones after it. */
export const ROLES = ["user", "moderator", "admin"] as const;
export const ROLE_NAMES = {
  user: "User",
  moderator: "Moderator",
  admin: "Admin",
} as const satisfies Record<Role, string>;

/** Plans, smallest first: a rule that asks for one admits the ones after it. */
export const PLANS = ["free", "pro", "enterprise"] as const;
export const PLAN_NAMES = {
  free: "Free",
  pro: "Pro",
  enterprise: "Enterprise",
} as const satisfies Record<Plan, string>;

/** ASCII only, so that one character is one byte of the session cookie's budget. */
const TEAM_ID = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * The claims in the session token: the single source of their names, values and types.
 * They are Clerk public metadata: the browser can read them, and only the server can write them.
 */
export const claimsSchema = z.strictObject({
  role: z.enum(ROLES, `must be one of ${ROLES.join(", ")}`),
  plan: z.enum(PLANS, `must be one of ${PLANS.join(", ")}`),
  onboardingComplete: z.boolean("must be true or false"),
  teamId: z.nullable(
    z
      .string("must be a team id")
      .check(
        z.maxLength(64, "must be 1 to 64 letters, digits, - or _"),
        z.regex(TEAM_ID, "must be 1 to 64 letters, digits, - or _"),
      ),
  ),
});

export type Claims = z.infer<typeof claimsSchema>;
export type ClaimName = keyof Claims;
export type Role = (typeof ROLES)[number];
export type Plan = (typeof PLANS)[number];

export const CLAIM_NAMES = z.keyof(claimsSchema).options;

/** What visitors have whose token says nothing, or nothing valid. */
export const LEAST_PRIVILEGE: Readonly<Claims> = Object.freeze({
  role: ROLES[0],
  plan: PLANS[0],
  onboardingComplete: false,
  teamId: null,
});

/**
 * The JSON to paste in the Clerk Dashboard under Sessions → Customize session token.
 * Clerk fills in null for a field that the user doesn't have.
 * @see https://clerk.com/docs/guides/sessions/customize-session-tokens
 */
export const SESSION_TOKEN_TEMPLATE = {
  metadata: Object.fromEntries(
    CLAIM_NAMES.map((name) => [name, `{{user.public_metadata.${name}}}`]),
  ),
};

/** Bytes for all custom claims: browsers drop a cookie over 4 KB, and Clerk's own claims need the rest. */
export const CLAIMS_BUDGET_BYTES = 1_200;

export function claimsSize(metadata: unknown): number {
  return new TextEncoder().encode(JSON.stringify({ metadata })).length;
}

export interface ParsedClaims {
  claims: Claims;
  /** False when the token has no `metadata` at all: the session token was never customized. */
  customized: boolean;
  /** Claims that are missing or null, as they all are for a new user. */
  absent: ClaimName[];
  /** Claims with a value that the schema refuses, and names it doesn't know. */
  rejected: string[];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Reads the claims from the payload of a verified session token. Never throws: a claim that is
 * missing, unknown or malformed falls to least privilege and is reported.
 */
export function parseClaims(payload: unknown): ParsedClaims {
  // A copy has its own fields alone.
  return checkClaims(isRecord(payload) ? claimsIn({ ...payload }) : undefined);
}

/** The same for claims by name, whatever they were read from. */
export function checkClaims(values: unknown): ParsedClaims {
  const isOdd = values !== undefined && values !== null && !isRecord(values);
  const own = new Map(isRecord(values) ? Object.entries(values) : []);
  const absent = CLAIM_NAMES.filter((name) => (own.get(name) ?? null) === null);
  const valid = CLAIM_NAMES.flatMap((name) => {
    const { success, data } = claimsSchema.shape[name].safeParse(own.get(name) ?? undefined);
    return success ? [[name, data] as const] : [];
  });
  const known = new Set<string>([...absent, ...valid.map(([name]) => name)]);
  return {
    // Each value comes from the schema of its own name, which fromEntries forgets.
    claims: { ...LEAST_PRIVILEGE, ...(Object.fromEntries(valid) as Partial<Claims>) },
    customized: values !== undefined,
    absent,
    rejected: isOdd ? ["metadata"] : [...own.keys()].filter((name) => !known.has(name)),
  };
}

/** The claims in a user's public metadata, as it was read through the Backend API. */
export function claimsOfMetadata(publicMetadata: unknown): Claims {
  return checkClaims(publicMetadata).claims;
}

export function isSame(one: Claims, other: Claims): boolean {
  return CLAIM_NAMES.every((name) => one[name] === other[name]);
}
