/** Runs once before the server answers. */
export async function register(): Promise<void> {
  // Next also compiles this file for its Edge runtime, and drops what this condition guards.
  if (process.env.NEXT_RUNTIME === "nodejs") {
    (await import("~/lib/startup")).refuseWrongEnvironment();
  }
}
