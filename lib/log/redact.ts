import { privateMetadataSchema } from "~/lib/auth/private-metadata";

const CENSORED = "[redacted]";
const CUT = "[cut]";
const MAX_DEPTH = 8;
/** Values in one log line. Without a limit, an object that is referred to often grows each time. */
const MAX_VALUES = 1_000;
/** Characters of one text. A secret at the cut may be incomplete, so the last ones are dropped. */
const MAX_TEXT = 10_000;
const DROPPED_AT_CUT = 1_000;

/** A field whose name contains one of these has a secret value. Case, - and _ make no difference. */
const SECRET_NAMES = [
  ..."password passphrase secret token jwt cookie authorization apikey privatekey".split(" "),
  ..."privatemetadata email credential signature ticket handshake".split(" "),
  ...privateMetadataSchema.keyof().options.map((name) => name.toLowerCase()),
];

/** Secrets inside a longer text. Keep them linear: tests/source/regexes.test.ts measures each. */
const SECRET_TEXTS = [
  /\beyJ[\w-]{8}[\w.-]*/g, // JWT
  /-----BEGIN [A-Z ]{1,40}-----[\s\S]*?(-----END [A-Z ]{1,40}-----|$)/g,
  /\b(?:sk|whsec|ak|rk)_[\w+/=-]{6,}/g,
  /\bbearer\s{1,9}[\w.~+/=-]+/gi,
  /\b(__session|__client|__refresh|__clerk_db_jwt)[\w-]{0,40}=[^;\s]+/g,
  // A URL's parameters, also those of a URL inside another's.
  /(?<=[?&#]|%3F|%26)[\w-]{0,40}(?:token|ticket|handshake|jwt|secret|password|signature|api_?key)[\w-]{0,20}(?:=|%3D)[^&#\s"'<>]+/gi,
  /(?<![\w.+-])[\w.+-]{1,320}@[\w-]{1,63}(?:\.[\w-]{1,63})+/g, // email address
];

/** The fields of an error worth logging. The others may hold anything. */
const ERROR_FIELDS =
  "code status isRetryable retryAfterMs resource clerkTraceId digest cause".split(" ");

function isSecretName(name: string): boolean {
  const plain = name.slice(0, 200).toLowerCase().replace(/[-_]/g, "");
  return SECRET_NAMES.some((secret) => plain.includes(secret));
}

function redactText(text: string): string {
  const isLong = text.length > MAX_TEXT;
  const redacted = SECRET_TEXTS.reduce(
    (rest, pattern) => rest.replace(pattern, CENSORED),
    isLong ? text.slice(0, MAX_TEXT) : text,
  );
  return isLong
    ? `${redacted.slice(0, -DROPPED_AT_CUT)}${CUT} (${text.length} characters)`
    : redacted;
}

function entriesOf(value: object): Iterable<[unknown, unknown]> {
  const isKeyed = value instanceof Map || value instanceof Headers || value instanceof FormData;
  return isKeyed || value instanceof Set ? value.entries() : Object.entries(value);
}

/**
 * A copy of a log object that is safe to write: no tokens, cookies, keys, email addresses or
 * private metadata at any depth. Errors become `{ type, message, stack, code, … }`. Long texts,
 * large objects and cycles are cut, and the copy says where.
 */
export function redact<Value>(value: Value): Value extends string ? string : unknown;
export function redact(root: unknown): unknown {
  let left = MAX_VALUES;

  function* whileSpaceIsLeft<Item>(items: Iterable<Item>): Generator<Item> {
    for (const item of items) {
      left -= 1;
      yield item;
      if (left < 0) return;
    }
  }

  function walk(value: unknown, parents: readonly object[]): unknown {
    if (left < 0) return CUT;
    if (typeof value === "string") return redactText(value);
    if (typeof value === "bigint") return value.toString();
    if (typeof value !== "object" || value === null || value instanceof Date) return value;
    if (value instanceof URL) return redactText(value.href);
    if (parents.includes(value)) return "[circular]";
    if (parents.length > MAX_DEPTH) return "[too deep]";

    const path = [...parents, value];
    if (value instanceof Error) {
      const own: Record<string, unknown> = { ...value, cause: value.cause };
      const fields = ERROR_FIELDS.filter((name) => own[name] !== undefined);
      return {
        type: value.name,
        message: redactText(value.message),
        stack: redactText(value.stack ?? ""),
        ...Object.fromEntries(fields.map((name) => [name, walk(own[name], path)])),
        // Clerk's API errors can repeat what was sent, so only their codes are kept.
        ...(Array.isArray(own.errors) && {
          apiCodes: own.errors.map((error: unknown) => redactText(String(Object(error).code))),
        }),
      };
    }
    if (Array.isArray(value)) {
      return Array.from(whileSpaceIsLeft(value), (item) => walk(item, path));
    }
    return Object.fromEntries(
      Array.from(whileSpaceIsLeft(entriesOf(value)), ([key, item]) => {
        const name = String(key);
        const isSecret = isSecretName(name) && item !== null && item !== undefined;
        return [redactText(name), isSecret ? CENSORED : walk(item, path)];
      }),
    );
  }

  return walk(root, []);
}
