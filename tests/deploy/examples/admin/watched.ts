import { expect, test } from "vitest";
import { ask, type startServer } from "../../container.ts";
import { linesOf } from "../../logged-lines.ts";

/** @param server whose Clerk refuses every call */
export function testsOfAdmin(server: () => Awaited<ReturnType<typeof startServer>>): void {
  test("a page that throws is logged with the request's id, its route and the digest", async () => {
    const response = await ask(`${server().url}/admin/user_2?q=hidden`, { role: "admin" });
    expect(response.status).toBe(500);
    const id = response.headers.get("x-request-id");
    const line = () => linesOf(server().stdout, id).find(({ module }) => module === "request");
    // Its output may reach us after its answer.
    await expect.poll(line).toMatchObject({
      level: "error",
      method: "GET",
      path: "/admin/user_2",
      route: "/admin/[userId]",
      routeType: "render",
      digest: expect.stringMatching(/^\d+/),
      err: { code: "unavailable" },
    });
    expect(await response.text()).toContain(String(line()?.digest));
    expect(server().output).not.toContain("hidden");
  });

  test("what Next prints itself is a line of the log too", () => {
    expect(server().stdout).toMatch(/^\{"level":"error",.*"module":"console"/m);
    expect(server().stderr).toBe("");
  });
}
