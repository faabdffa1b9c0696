import { expect, test } from "vitest";
import { ask, type startServer } from "../../container.ts";
import { linesOf } from "../../logged-lines.ts";

/** @param server whose Clerk refuses every call */
export function testsOfModeration(server: () => Awaited<ReturnType<typeof startServer>>): void {
  test("Clerk's refusal of our key is 500 for an API's caller, and an error in the log", async () => {
    const response = await ask(`${server().url}/api/moderation`, { role: "moderator" });
    expect(response.status).toBe(500);
    const lines = () => linesOf(server().stdout, response.headers.get("x-request-id"));
    // Its output may reach us after its answer.
    await expect.poll(lines).toContainEqual(
      expect.objectContaining({
        level: "error",
        msg: "Clerk refused this app: check CLERK_SECRET_KEY",
        err: expect.objectContaining({ cause: expect.objectContaining({ status: 401 }) }),
      }),
    );
  });
}
