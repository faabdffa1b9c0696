/** Ends the process with exit code 1 and the error's sentences alone, without a stack. */
export function refuse(error: unknown): never {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
