import { z } from "zod";
import { innerOf, labelOf } from "~/lib/onboarding/options";

const DATE = new Intl.DateTimeFormat("en", { dateStyle: "long", timeZone: "UTC" });

/** `teamSize` becomes "Team size". */
function wordsOf(name: string): string {
  const words = name.replace(/([a-z\d])([A-Z])|[_-]/g, "$1 $2").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function isGroup(value: unknown): value is object {
  return Object.prototype.toString.call(value) === "[object Object]";
}

function textOf(value: unknown, schema?: z.core.$ZodType): string {
  if (value === undefined || value === null) return "";
  const label = labelOf(value, schema);
  if (label !== undefined) return label;
  if (typeof value === "boolean") return value ? "Yes" : "No";
  if (value instanceof Date) return DATE.format(value);
  if (Array.isArray(value) || value instanceof Set) {
    return [...value]
      .map((one) => textOf(one, schema))
      .filter(Boolean)
      .join(", ");
  }
  return isGroup(value) ? linesOf(value, schema).join(", ") : String(value).trim();
}

function linesOf(fields: object, schema?: z.core.$ZodType): string[] {
  const group = innerOf(schema);
  const shape = new Map(Object.entries(group instanceof z.ZodObject ? group.def.shape : {}));
  return Object.entries(fields).flatMap(([name, value]) => {
    const text = textOf(value, shape.get(name));
    return text ? [`${wordsOf(name)}: ${text}`] : [];
  });
}

/**
 * An answer in words, a line for each field: "Topics: Design, Sales". Empty fields are left out.
 * @param schema where the labels of options are found
 */
export function summaryOf(answer: unknown, schema?: z.core.$ZodType): string {
  return isGroup(answer) ? linesOf(answer, schema).join("\n") : textOf(answer, schema);
}
