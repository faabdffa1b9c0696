import { expect, test } from "vitest";
import { readableAnswer } from "~/lib/proxy/frontend-api";

const json = { "content-type": "application/json" };
const html = { "content-type": "text/html" };

test.each([
  ["HTML", async () => new Response("<html>Bad gateway</html>", { status: 502, headers: html })],
  ["HTML with 200", async () => new Response("<html></html>", { headers: html })],
  ["malformed JSON", async () => new Response("{not json", { headers: json })],
  ["the proxy's own failure", async () => Response.json({ errors: [{}] }, { status: 502 })],
  ["a reset", () => Promise.reject(new TypeError("fetch failed"))],
  ["a body that breaks off", async () => new Response(brokenBody(), { headers: json })],
  ["no answer", () => new Promise<never>(() => {})],
])("%s becomes an error that the form shows as a sentence", async (_what, forward) => {
  const response = await readableAnswer(forward, 50);
  expect(response.status).toBe(503);
  const { errors } = await response.json();
  expect(errors).toEqual([
    {
      code: "service_unavailable",
      message: "Sign-in can't be reached",
      long_message: "Sign-in can't be reached just now. Please try again in a moment.",
    },
  ]);
});

function brokenBody(): ReadableStream {
  return new ReadableStream({ pull: (controller) => controller.error(new Error("terminated")) });
}

test.each([
  [200, JSON.stringify({ response: null })],
  [422, JSON.stringify({ errors: [{ code: "form_password_incorrect" }] })],
  [204, null],
])("an answer of %i goes on untouched", async (status, body) => {
  const headers = { ...json, "set-cookie": "__client=1" };
  const response = await readableAnswer(async () => new Response(body, { status, headers }), 500);
  expect(response.status).toBe(status);
  expect(response.headers.get("set-cookie")).toBe("__client=1");
  expect(await response.text()).toBe(body ?? "");
});
