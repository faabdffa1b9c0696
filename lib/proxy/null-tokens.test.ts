import { NextRequest } from "next/server";
import { expect, test } from "vitest";
import { dropNullTokens } from "./null-tokens.ts";

const encode = (text: string) => Buffer.from(text).toString("base64url");
const GOOD = `${encode('{"alg":"RS256"}')}.${encode('{"sub":"user_1"}')}.c2ln`;

test.each([
  ["payload", `${encode('{"alg":"RS256"}')}.${encode("null")}.c2ln`],
  ["payload, with spaces", `${encode('{"alg":"RS256"}')}.${encode(" null\n")}.`],
  ["header", `${encode("null")}.${encode('{"iss":"x"}')}.c2ln`],
])("a token with null for its %s is taken off the request", (_what, token) => {
  const headers = { cookie: `__session=${token}; theme=dark`, authorization: `Bearer ${token}` };
  const request = new NextRequest("http://localhost/", { headers });
  dropNullTokens(request);
  expect(request.headers.get("cookie")).toBe("theme=dark");
  expect(request.headers.has("authorization")).toBe(false);
});

test.each([GOOD, "a.b", "x.y.z", "", "null", ".."])("%s stays for Clerk to judge", (token) => {
  const headers = { cookie: `__session=${token}`, authorization: `Bearer ${token}` };
  const request = new NextRequest("http://localhost/", { headers });
  dropNullTokens(request);
  expect(request.cookies.get("__session")?.value).toBe(token);
  expect(request.headers.get("authorization")).toBe(headers.authorization.trim());
});
