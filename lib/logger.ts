import { type Logger, pino } from "pino";
import { redact } from "~/lib/log/redact";

export type { Logger } from "pino";

const DEFAULT_LEVELS = { development: "debug", test: "silent", production: "info" };

/** LOG_LEVEL, or what fits the environment. The server doesn't start with an unknown level. */
export function readLogLevel({ LOG_LEVEL, NODE_ENV }: NodeJS.ProcessEnv): string {
  return LOG_LEVEL || DEFAULT_LEVELS[NODE_ENV] || "info";
}

/** A root logger that writes JSON lines to `destination`, by default to stdout. */
export function createRootLogger(
  level: string,
  destination?: { write(line: string): void },
): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: (error: unknown) => redact(error) },
      formatters: {
        level: (label) => ({ level: label }),
        // pino hands over the merged object before it is written: the one place for redaction.
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
    },
    destination,
  );
}

/** For people. It runs in a worker, which bundling and serverless hosts break: development only. */
function prettyPrinter() {
  const options = {
    ignore: "module,requestId",
    messageFormat: "[{module}] {msg}",
    singleLine: true,
  };
  return pino.transport({ target: "pino-pretty", options });
}

// Next evaluates this module once for each of its bundles. They share one stream.
const shared: typeof globalThis & { claimsStarterLogger?: Logger } = globalThis;

/**
 * The logger of one part of the app. Each line carries `module` and what else is given, and secrets
 * are redacted. Inside a request, use `requestLogger`, which adds the request's id.
 */
export function createLogger(bindings: { module: string; [name: string]: string }): Logger {
  shared.claimsStarterLogger ??= createRootLogger(
    readLogLevel(process.env),
    process.env.NODE_ENV === "development" ? prettyPrinter() : undefined,
  );
  return shared.claimsStarterLogger.child(bindings);
}
