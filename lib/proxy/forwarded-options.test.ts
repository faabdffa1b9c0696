import { NextResponse } from "next/server";
import { expect, test } from "vitest";
import { dropForwardedOptions, lendOptions, takeOptionsBack } from "./forwarded-options";

const forwarded = (headers: Record<string, string>) =>
  NextResponse.next({ request: { headers: new Headers(headers) } }).headers;

test("Clerk's options, or what a client sends in their name, aren't handed on", () => {
  const headers = forwarded({ "x-clerk-request-data": "U2FsdGVkX18=", "x-nonce": "abc" });
  expect(headers.get("x-middleware-request-x-clerk-request-data")).toBe("U2FsdGVkX18=");
  dropForwardedOptions(headers);
  expect([...headers.keys()].filter((name) => name.includes("x-clerk-request-data"))).toEqual([]);
  expect(headers.get("x-middleware-override-headers")).toBe("x-nonce");
  expect(headers.get("x-middleware-request-x-nonce")).toBe("abc");
});

test("an answer that hands nothing on stays as it is", () => {
  const { headers } = NextResponse.redirect("http://localhost/sign-in");
  const before = [...headers];
  dropForwardedOptions(headers);
  expect([...headers]).toEqual(before);
});

test("options that were lent are empty once they are taken back, and another request's are not", () => {
  const [one, other] = [new Request("http://localhost/"), new Request("http://localhost/")];
  const options = lendOptions(one, { jwtKey: "a key" });
  const others = lendOptions(other, { jwtKey: "another" });
  takeOptionsBack(one);
  expect(options).toEqual({});
  expect(others).toEqual({ jwtKey: "another" });
  expect(() => takeOptionsBack(new Request("http://localhost/"))).not.toThrow();
});
