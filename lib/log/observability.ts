import { format } from "node:util";
import { env } from "~/lib/env";
import { redact } from "~/lib/log/redact";
import { createLogger } from "~/lib/logger";
import { SITE } from "~/lib/site";

/** What Next and packages print as an error or a warning becomes a log line, without secrets. */
function logConsole(): void {
  const log = createLogger({ module: "console" });
  const printer =
    (level: "warn" | "error") =>
    (...args: unknown[]): void => {
      const err = args.find((arg) => arg instanceof Error);
      // Redacted while they still have fields: a text only shows secrets that one can tell by their form.
      const safe = args.map((arg) => redact(arg instanceof Error ? arg.message : arg));
      // Only a text that comes first is a format, and not the message of an error.
      log[level]({ err }, format(...(args[0] instanceof Error ? ["%s", ...safe] : safe)));
    };
  Object.assign(console, { warn: printer("warn"), error: printer("error") });
}

/** Runs once before the server answers. Traces are sent only where the environment says to which address. */
export async function observe(): Promise<void> {
  const variables = env();
  if (variables.NODE_ENV === "production") logConsole();
  if (
    variables.OTEL_EXPORTER_OTLP_ENDPOINT ||
    variables.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ||
    variables.VERCEL_OTEL_ENDPOINTS
  ) {
    const { registerOTel } = await import("@vercel/otel");
    registerOTel({ serviceName: SITE.slug });
  }
}
