import { type Logger, type LoggerOptions, pino } from "pino";
import { LOG_LEVELS } from "~/lib/env";
import { redact } from "~/lib/redact";

export type { Logger } from "pino";

type Level = (typeof LOG_LEVELS)[number];

/**
 * The level from LOG_LEVEL. By default `debug` in development, `info` in production and `silent` in
 * unit tests. The server refuses to start with an unknown level; scripts get the default.
 */
export function readLogLevel({ LOG_LEVEL, NODE_ENV }: NodeJS.ProcessEnv): Level {
  const wanted = LOG_LEVELS.find((level) => level === LOG_LEVEL);
  if (wanted) return wanted;
  if (NODE_ENV === "test") return "silent";
  return NODE_ENV === "production" ? "info" : "debug";
}

// pino hands over the merged object here, before it is written: the one place for redaction.
const log = (object: object) => Object.fromEntries(Object.entries(Object(redact(object))));

function options(level: Level): LoggerOptions {
  return {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: (error: unknown) => redact(error) },
    formatters: { level: (label) => ({ level: label }), log },
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

/** A root logger that writes JSON lines, as production does, to stdout or to `destination`. */
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
    // pino refuses a level formatter beside a transport. The pretty printer names levels itself.
    formatters: { log },
    transport: {
      target: "pino-pretty",
      options: { ignore: "module,requestId", messageFormat: "[{module}] {msg}", singleLine: true },
    },
  });
}

// Next evaluates this module once for each of its bundles. They share one stream.
const shared: typeof globalThis & { claimsStarterLogger?: Logger } = globalThis;

/**
 * The logger of one part of the app. Each line carries `module`, and secrets are redacted.
 * Inside a request, use `requestLogger`, which adds the request's id.
 */
export function createLogger({ module }: { module: string }): Logger {
  shared.claimsStarterLogger ??= makeRoot();
  return shared.claimsStarterLogger.child({ module });
}
