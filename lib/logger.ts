import { type Logger, type LoggerOptions, pino } from "pino";
import { redact } from "~/lib/redact";

export type { Logger } from "pino";

const LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;
type Level = (typeof LEVELS)[number];

/**
 * The level from LOG_LEVEL; by default `debug` in development, `info` in production and `silent`
 * in unit tests.
 * @throws {Error} naming the variable and the allowed values, when it is none of them
 */
export function readLogLevel(env: NodeJS.ProcessEnv): Level {
  const wanted = env.LOG_LEVEL;
  if (!wanted) {
    if (env.NODE_ENV === "test") return "silent";
    return env.NODE_ENV === "production" ? "info" : "debug";
  }
  const level = LEVELS.find((name) => name === wanted);
  if (!level) throw new Error(`LOG_LEVEL is "${wanted}"; use one of ${LEVELS.join(", ")}.`);
  return level;
}

function options(level: Level): LoggerOptions {
  return {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: (error: unknown) => redact(error) },
    formatters: {
      level: (label) => ({ level: label }),
      // pino hands over the merged object here, before it is written: the one place for redaction.
      log: (object) => Object.fromEntries(Object.entries(Object(redact(object)))),
    },
    hooks: {
      logMethod(args, method) {
        const [first, ...rest]: unknown[] = args;
        // pino would take an error's own message as the line's, unredacted.
        const whole = first instanceof Error ? [{ err: first }, first.message, ...rest] : args;
        const safe = whole.map((arg: unknown) => (typeof arg === "string" ? redact(arg) : arg));
        // The types of pino's overloads do not survive the spread; the order is untouched.
        return method.apply(this, safe as typeof args);
      },
    },
  };
}

/** A root logger that writes JSON lines to `destination`: production's form, and the tests'. */
export function createRootLogger(
  level: Level,
  destination?: { write(line: string): void },
): Logger {
  return destination ? pino(options(level), destination) : pino(options(level));
}

function makeRoot(): Logger {
  const level = readLogLevel(process.env);
  if (process.env.NODE_ENV !== "development") return createRootLogger(level);
  // A transport runs in a worker, which bundling and serverless hosts break: development only.
  return pino({
    ...options(level),
    // pino refuses a level formatter beside a transport; the pretty printer names levels itself.
    formatters: { log: options(level).formatters?.log ?? ((object) => object) },
    transport: {
      target: "pino-pretty",
      options: { ignore: "module,requestId", messageFormat: "[{module}] {msg}", singleLine: true },
    },
  });
}

// Next evaluates this module once for each of its bundles; they share one stream.
const shared: typeof globalThis & { claimsStarterLogger?: Logger } = globalThis;

/**
 * The logger of one part of the app. Every line carries `module`; secrets are redacted.
 * Inside a request use `requestLogger`, which adds the request's id.
 */
export function createLogger({ module }: { module: string }): Logger {
  shared.claimsStarterLogger ??= makeRoot();
  return shared.claimsStarterLogger.child({ module });
}
