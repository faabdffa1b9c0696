import { inspect } from "node:util";
import type { Faults, RequestLog } from "@claims-starter/local-service";

export interface FirestoreOptions {
  /** 0 or absent for a free one. */
  port?: number;
  /** Where the documents are kept; absent to keep them in memory only. */
  dataFile?: string;
  /** Empties the data file first. */
  reset?: boolean;
  /** To share one list of faults and one log with another local service. */
  faults?: Faults;
  requests?: RequestLog;
  /** Told about errors of the server itself. */
  log?: (line: string) => void;
}

interface Rule {
  allows: (value: unknown) => boolean;
  /** What to use instead of a value that is refused. */
  wanted: string;
}

/** Not instanceof: another local service may have its own copy of the class. */
const hasMethod = (name: string) => (value: unknown) => typeof Object(value)[name] === "function";

const RULES: Record<keyof FirestoreOptions, Rule> = {
  port: {
    allows: (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 65_535,
    wanted: "a number from 0 to 65535",
  },
  dataFile: {
    allows: (value) => typeof value === "string" && value !== "",
    wanted: "the path of a file",
  },
  reset: { allows: (value) => typeof value === "boolean", wanted: "true or false" },
  faults: { allows: hasMethod("take"), wanted: "the faults of another local service" },
  requests: { allows: hasMethod("add"), wanted: "the requests of another local service" },
  log: { allows: (value) => typeof value === "function", wanted: "a function that takes a line" },
};

const NAMES = new Intl.ListFormat("en", { type: "disjunction" }).format(Object.keys(RULES));

/**
 * Refuses what is no option, and values that an option can't have.
 * @throws {TypeError} that names the option
 */
export function checkOptions(options: unknown): void {
  if (typeof options !== "object" || options === null) {
    throw new TypeError(`The options are ${inspect(options)}; use an object such as { port: 0 }.`);
  }
  for (const [name, value] of Object.entries(options)) checkOption(name, value);
}

function checkOption(name: string, value: unknown): void {
  const rule = new Map<string, Rule>(Object.entries(RULES)).get(name);
  if (!rule) throw new TypeError(`${name} is no option of startLocalFirestore; use ${NAMES}.`);
  if (value === undefined || rule.allows(value)) return;
  throw new TypeError(`${name} is ${inspect(value, { depth: 0 })}; use ${rule.wanted}.`);
}
