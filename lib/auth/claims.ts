import { z } from "zod";

/** Roles, least powerful first: a rule that asks for one admits those after it. */
export const ROLES = ["user", "moderator", "admin"] as const;
/** Plans, smallest first: a rule that asks for one admits those after it. */
export const PLANS = ["free", "pro", "enterprise"] as const;

/** ASCII only, so that one character is one byte of the session cookie's budget. */
export const TEAM_ID_PATTERN = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * The claims in the session token: the single source of their names, values and types.
 * They are Clerk public metadata: readable by the browser, writable by the server alone.
 */
export const claimsSchema = z.strictObject({
  role: z.enum(ROLES, `must be one of ${ROLES.join(", ")}`),
  plan: z.enum(PLANS, `must be one of ${PLANS.join(", ")}`),
  onboardingComplete: z.boolean("must be true or false"),
  teamId: z
    .string("must be a team id")
    .regex(TEAM_ID_PATTERN, "must be 1 to 64 letters, digits, - or _")
    .nullable(),
});

export type Claims = z.infer<typeof claimsSchema>;
export type ClaimName = keyof Claims;
export type Role = Claims["role"];
export type Plan = Claims["plan"];

export const CLAIM_NAMES = claimsSchema.keyof().options;

/** What a visitor has whose token says nothing, or nothing that can be believed. */
export const LEAST_PRIVILEGE: Readonly<Claims> = Object.freeze({
  role: "user",
  plan: "free",
  onboardingComplete: false,
  teamId: null,
});

/**
 * The JSON to paste in the Clerk Dashboard under Sessions → Customize session token.
 * Clerk fills in a field that the user does not have with null.
 * @see https://clerk.com/docs/backend-requests/custom-session-token
 */
export const SESSION_TOKEN_TEMPLATE = {
  metadata: Object.fromEntries(
    CLAIM_NAMES.map((name) => [name, `{{user.public_metadata.${name}}}`]),
  ),
};

/**
 * Bytes that all custom claims of a session token may take. The browser drops a cookie over 4 KB,
 * and Clerk's own claims need the rest.
 * @see https://clerk.com/docs/guides/sessions/customize-session-tokens
 */
export const CLAIMS_BUDGET_BYTES = 1_200;

/** Size of the custom claims as they stand in the token's `metadata`, in bytes of UTF-8. */
export function claimsSize(metadata: unknown): number {
  return new TextEncoder().encode(JSON.stringify({ metadata })).length;
}

export interface ParsedClaims {
  claims: Claims;
  /** False when the token has no `metadata` at all: the Dashboard's session token was never set. */
  customized: boolean;
  /** Claims that are missing or null, as all are for a new user. */
  absent: ClaimName[];
  /** Claims whose value the schema refuses, and names it does not know. Worth a warning. */
  rejected: string[];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Reads the claims from the payload of a verified session token. Never throws: whatever is absent,
 * null, unknown or malformed falls to least privilege and is reported.
 */
export function parseClaims(sessionClaims: unknown): ParsedClaims {
  const payload = isRecord(sessionClaims) ? sessionClaims : {};
  const metadata = Object.hasOwn(payload, "metadata") ? payload.metadata : undefined;
  const customized = metadata !== undefined;
  if (!isRecord(metadata)) {
    return {
      claims: { ...LEAST_PRIVILEGE },
      customized,
      absent: [...CLAIM_NAMES],
      rejected: metadata === undefined || metadata === null ? [] : ["metadata"],
    };
  }

  const own = new Map(Object.entries(metadata));
  const absent: ClaimName[] = [];
  const rejected = [...own.keys()].filter((name) => !Object.hasOwn(claimsSchema.shape, name));
  function read<Name extends ClaimName>(name: Name): Claims[Name] {
    const value = own.get(name);
    if (value === undefined || value === null) {
      absent.push(name);
      return LEAST_PRIVILEGE[name];
    }
    const parsed = claimsSchema.shape[name].safeParse(value);
    if (!parsed.success) {
      rejected.push(name);
      return LEAST_PRIVILEGE[name];
    }
    // The schema of `name` has just produced it; TypeScript does not correlate the two by itself.
    return parsed.data as Claims[Name];
  }

  return {
    claims: {
      role: read("role"),
      plan: read("plan"),
      onboardingComplete: read("onboardingComplete"),
      teamId: read("teamId"),
    },
    customized,
    absent,
    rejected,
  };
}

/** A user's public metadata, read through the Backend API, as the claims their next token has. */
export function claimsOfMetadata(publicMetadata: unknown): Claims {
  return parseClaims({ metadata: publicMetadata ?? null }).claims;
}

/** Whether two sets of claims say the same. */
export function isSame(one: Claims, other: Claims): boolean {
  return CLAIM_NAMES.every((name) => one[name] === other[name]);
}
