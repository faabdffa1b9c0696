interface Service {
  /** Environment variables with which a program finds the service. */
  environment: Record<string, string>;
  close(): Promise<void>;
}

/**
 * The port that a command was given with this option.
 * @throws {Error} when the text is no port
 */
export function readPort(text: string, option = "--port"): number {
  const port = Number(text);
  if (text !== "" && Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new Error(`${option} is "${text}"; use a number from 0 to 65535.`);
}

/**
 * Runs a service as a command: prints its environment variables as lines of a .env file and serves
 * until Ctrl-C or `kill`. What goes wrong at the start is one sentence and exit code 1.
 */
export async function runService(start: () => Promise<Service>): Promise<void> {
  let service: Service;
  try {
    service = await start();
  } catch (error) {
    console.error(sentence(error));
    process.exitCode = 1;
    return;
  }
  // First: a program that reads the variables may stop the service at once.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => void service.close());
  }
  for (const [name, value] of Object.entries(service.environment)) {
    console.log(`${name}=${quoted(value)}`);
  }
}

/** What a person reads of an error at the start. */
export function sentence(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, port } = error as NodeJS.ErrnoException & { port?: number };
  return code === "EADDRINUSE"
    ? `Port ${port} is in use. Stop what uses it, or choose another one with --port.`
    : error.message;
}

/** A value with line breaks, such as a PEM key, as .env files spell it. */
function quoted(value: string): string {
  return value.includes("\n") ? `"${value.trim().replaceAll("\n", "\\n")}"` : value;
}
