import type { z } from "zod";

type Issue = Parameters<z.core.$ZodErrorMap>[0];

const ENTER = "Enter a value.";
const VALID = "Enter a valid value.";

const BY_TYPE: Record<string, string> = {
  number: "Enter a number.",
  int: "Enter a whole number.",
  bigint: "Enter a whole number.",
  boolean: "Choose yes or no.",
  date: "Enter a date.",
  array: "Give a list.",
};

const BY_FORMAT: Record<string, string> = {
  email: "Enter an email address.",
  url: "Enter a web address that starts with https://.",
  date: "Enter a date, such as 2030-12-31.",
  datetime: "Enter a date and a time.",
  time: "Enter a time.",
};

const written = (limit: number | bigint) => limit.toLocaleString("en");

function tooBig({ origin, maximum, inclusive, exact }: Issue & { code: "too_big" }): string {
  const most = written(maximum);
  if (origin === "string") return `Use ${exact ? "exactly" : "at most"} ${most} characters.`;
  if (origin === "array") return `Choose ${exact ? "exactly" : "at most"} ${most}.`;
  if (origin === "date") return "Choose an earlier date.";
  if (origin === "file") return "Choose a smaller file.";
  return inclusive === false ? `Enter less than ${most}.` : `Enter ${most} or less.`;
}

function tooSmall({ origin, minimum, inclusive, exact }: Issue & { code: "too_small" }): string {
  const least = written(minimum);
  if (origin === "string") {
    if (minimum === 1) return ENTER;
    return `Use ${exact ? "exactly" : "at least"} ${least} characters.`;
  }
  if (origin === "array") return `Choose ${exact ? "exactly" : "at least"} ${least}.`;
  if (origin === "date") return "Choose a later date.";
  return inclusive === false ? `Enter more than ${least}.` : `Enter ${least} or more.`;
}

/**
 * What a field's error says where its schema says nothing. Given to each parse of what a visitor
 * sent, so a schema's own words come first.
 * @example schema.safeParse(input, { error: plainSentence })
 */
export function plainSentence(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return BY_TYPE[issue.expected] ?? ((issue.input ?? "") === "" ? ENTER : VALID);
    case "invalid_value":
      return issue.values.length > 1 ? "Choose one of the options." : VALID;
    case "too_big":
      return tooBig(issue);
    case "too_small":
      return tooSmall(issue);
    case "invalid_format":
      return BY_FORMAT[issue.format] ?? VALID;
    case "not_multiple_of":
      return `Enter a multiple of ${written(issue.divisor)}.`;
    case "unrecognized_keys":
      return "There is a field that isn't known. Reload the page and try again.";
    default:
      return VALID;
  }
}
