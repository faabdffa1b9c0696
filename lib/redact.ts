const CENSORED = "[redacted]";
const MAX_DEPTH = 8;

/** Names whose value never belongs in a log, however deep it stands. */
const SECRET_NAME =
  /pass(word|phrase)|secret|token|jwt|cookie|authorization|api[-_]?key|private[-_]?key|private[-_]?metadata|internal[-_]?notes|api[-_]?quota[-_]?override|billing[-_]?id|email|credential|signature/i;

/** Secrets inside a longer text: JWTs, PEM keys, Clerk and webhook keys, bearer tokens, emails. */
const SECRET_TEXTS = [
  /\beyJ[\w-]{5,}\.[\w-]+\.[\w-]*/g,
  /-----BEGIN [A-Z ]+-----[\s\S]*?(-----END [A-Z ]+-----|$)/g,
  /\b(?:sk|whsec|ak|rk)_[\w+/=-]{6,}/g,
  /\bbearer\s+[\w.~+/=-]+/gi,
  /\b(__session|__client|__refresh|__clerk_db_jwt)[\w-]*=[^;\s]+/g,
  /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g,
];

function redactText(text: string): string {
  return SECRET_TEXTS.reduce((rest, pattern) => rest.replace(pattern, CENSORED), text);
}

/** The parts of an error that a log needs; what a library hung on it besides may hold anything. */
const ERROR_FIELDS = [
  "code",
  "status",
  "isRetryable",
  "retryAfterMs",
  "resource",
  "clerkTraceId",
  "digest",
];

function redactError(error: Error, depth: number, seen: ReadonlySet<object>): object {
  const own = new Map(Object.entries(error));
  // Clerk's API errors may repeat what was sent, so only their codes are kept.
  const apiErrors: unknown = own.get("errors");
  const apiCodes = Array.isArray(apiErrors)
    ? apiErrors.map((item: unknown) => new Map(Object.entries(Object(item))).get("code"))
    : undefined;
  return {
    type: error.name,
    message: redactText(error.message),
    stack: redactText(error.stack ?? ""),
    ...Object.fromEntries(
      ERROR_FIELDS.filter((name) => own.get(name) !== undefined).map((name) => [
        name,
        walk(own.get(name), depth + 1, seen),
      ]),
    ),
    ...(apiCodes && { apiCodes: walk(apiCodes, depth + 1, seen) }),
    ...(error.cause === undefined ? {} : { cause: walk(error.cause, depth + 1, seen) }),
  };
}

function walk(value: unknown, depth: number, ancestors: ReadonlySet<object>): unknown {
  if (typeof value === "string") return redactText(value);
  if (typeof value === "bigint") return value.toString();
  if (typeof value !== "object" || value === null) return value;
  if (ancestors.has(value)) return "[circular]";
  if (depth > MAX_DEPTH) return "[too deep]";

  const seen = new Set(ancestors).add(value);
  if (value instanceof Error) return redactError(value, depth, seen);
  if (value instanceof Date) return value;
  if (value instanceof URL) return redactText(value.href);
  if (Array.isArray(value)) return value.map((item) => walk(item, depth + 1, seen));
  const entries =
    value instanceof Map || value instanceof Headers || value instanceof FormData
      ? [...value.entries()].map(([name, item]) => [String(name), item] as const)
      : value instanceof Set
        ? [...value].map((item, index) => [String(index), item] as const)
        : Object.entries(value);
  return Object.fromEntries(
    entries.map(([name, item]) => [
      name,
      SECRET_NAME.test(name) && item !== null && item !== undefined
        ? CENSORED
        : walk(item, depth + 1, seen),
    ]),
  );
}

/**
 * A copy of a log object that is safe to write: no tokens, cookies, keys, emails or private
 * metadata at any depth, errors as `{ type, message, stack, code, … }`, cycles cut.
 */
export function redact<Value>(value: Value): Value extends string ? string : unknown;
export function redact(value: unknown): unknown {
  return walk(value, 0, new Set());
}
