/** Runs once before the server answers. */
export async function register(): Promise<void> {
  // Next also compiles this file for its Edge runtime, and leaves out what this condition guards.
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { refuseWrongEnvironment } = await import("~/lib/startup-check");
    refuseWrongEnvironment();
  }
}
