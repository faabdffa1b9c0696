import { expect } from "@playwright/test";
import { test, UUID } from "./support/logged-app.ts";

test("a harmless id of a gateway in front is kept, a hostile one is replaced", async ({
  request,
  server: { local },
}) => {
  const kept = "gateway-7f3a_01";
  const hostile = [
    '"}{"level":"fatal"}',
    "<script>alert(1)</script>",
    "two words",
    "one,another",
    "short",
    "x".repeat(65),
    "../../etc/passwd",
  ];
  for (const path of ["/", "/sign-in", "/dashboard", "/api/health", "/api/me", "/nowhere"]) {
    const idOf = async (sent: string) => {
      const response = await request.get(local.appUrl + path, {
        headers: { "x-request-id": sent },
        maxRedirects: 0,
      });
      return response.headers()["x-request-id"];
    };
    expect(await idOf(kept), path).toBe(kept);
    for (const sent of hostile) expect(await idOf(sent), `${path} ${sent}`).toMatch(UUID);
  }
});
