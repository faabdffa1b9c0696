import { decodeJwt } from "jose";
import { describe, expect, it } from "vitest";
import { APP } from "./testing/browser.ts";
import { ADMIN, backendClient, PASSWORD, startTestClerk } from "./testing/local-clerk.ts";

const SIGN_IN = { user_id: ADMIN.id, redirect_url: "/dashboard?tab=1" };

/** A form of a page, as it arrives through the app's proxy. */
function send(url: string, path: string, form: Record<string, string>, headers = {}) {
  return fetch(`${url}/v1/client/_local/${path}`, {
    method: "POST",
    redirect: "manual",
    headers: { "clerk-proxy-url": `${APP}/__clerk`, "sec-fetch-site": "same-origin", ...headers },
    body: new URLSearchParams(form),
  });
}

const cookiesOf = (answer: Response) =>
  new Map(
    answer.headers.getSetCookie().map((line) => {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      return [name, value] as const;
    }),
  );

describe("one click", () => {
  it("signs in as a user of the seed, and later changes that user's public metadata", async () => {
    await using clerk = await startTestClerk({ oneClick: true });
    const signedIn = await send(clerk.url, "sign-in", SIGN_IN);
    expect(signedIn.status).toBe(303);
    expect(signedIn.headers.get("location")).toBe(`${APP}/dashboard?tab=1`);
    const cookies = cookiesOf(signedIn);
    const token = decodeJwt(cookies.get("__session") ?? "");
    expect(token).toMatchObject({ sub: ADMIN.id, azp: APP, metadata: { role: "admin" } });

    const form = { metadata: '{"role":"user","plan":"pro"}', redirect_url: "/" };
    const cookie = [...cookies].map((both) => both.join("=")).join("; ");
    const changed = await send(clerk.url, "metadata", form, { cookie });
    expect(changed.status).toBe(303);
    expect(decodeJwt(cookiesOf(changed).get("__session") ?? "")).toMatchObject({
      metadata: { role: "user", plan: "pro", onboardingComplete: true },
    });
    const user = await backendClient(clerk).users.getUser(ADMIN.id);
    expect(user.publicMetadata).toEqual({ role: "user", plan: "pro", onboardingComplete: true });
    expect((await send(clerk.url, "metadata", form)).status).toBe(401);
  });

  it("is off unless it is switched on", async () => {
    await using clerk = await startTestClerk();
    for (const path of ["sign-in", "metadata"]) {
      expect((await send(clerk.url, path, SIGN_IN)).status).toBe(403);
    }
  });

  it.each([
    ["another site's form", SIGN_IN, { "sec-fetch-site": "cross-site" }],
    ["a request that doesn't say where it comes from", SIGN_IN, { "sec-fetch-site": "" }],
    ["a way on to another site", { ...SIGN_IN, redirect_url: "//evil.example" }, {}],
    ["a user who isn't in the seed", { ...SIGN_IN, user_id: "user_later" }, {}],
  ])("refuses %s", async (_, form, headers) => {
    await using clerk = await startTestClerk({ oneClick: true });
    const later = { id: "user_later", email: "later@example.com", password: PASSWORD };
    await fetch(`${clerk.url}/_local/users`, { method: "POST", body: JSON.stringify([later]) });
    const answer = await send(clerk.url, "sign-in", form, headers);
    expect(answer.status).toBe(403);
    expect(cookiesOf(answer).get("__session")).toBeUndefined();
  });
});
