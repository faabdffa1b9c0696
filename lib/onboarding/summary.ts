const DATE = new Intl.DateTimeFormat("en", { dateStyle: "long", timeZone: "UTC" });

/** `teamSize` becomes "Team size". */
function wordsOf(name: string): string {
  const words = name.replace(/([a-z\d])([A-Z])|[_-]/g, "$1 $2").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function isGroup(value: unknown): value is object {
  return Object.prototype.toString.call(value) === "[object Object]";
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "boolean") return value ? "Yes" : "No";
  if (value instanceof Date) return DATE.format(value);
  if (Array.isArray(value) || value instanceof Set) {
    return [...value].map(textOf).filter(Boolean).join(", ");
  }
  return isGroup(value) ? linesOf(value).join(", ") : String(value).trim();
}

function linesOf(fields: object): string[] {
  return Object.entries(fields).flatMap(([name, value]) => {
    const text = textOf(value);
    return text ? [`${wordsOf(name)}: ${text}`] : [];
  });
}

/** An answer in words, a line for each field: "Topics: design, sales". Empty fields are left out. */
export function summaryOf(answer: unknown): string {
  return isGroup(answer) ? linesOf(answer).join("\n") : textOf(answer);
}
