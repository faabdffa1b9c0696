import type { NextRequest } from "next/server";

/** Whether a JWT's header or payload is the JSON value null. Clerk's SDK reads fields of it, and throws. */
function isNullToken(token: string): boolean {
  const [header, payload, signature] = token.split(".");
  if (!header || !payload || signature === undefined) return false;
  return [header, payload].some(
    (part) => Buffer.from(part, "base64url").toString().trim() === "null",
  );
}

/** Takes such tokens off a request, so that it comes from a signed-out visitor and isn't answered with 500. */
export function dropNullTokens({ cookies, headers }: NextRequest): void {
  for (const { name, value } of cookies.getAll()) {
    if (name.startsWith("__") && isNullToken(value)) cookies.delete(name);
  }
  if (isNullToken(headers.get("authorization")?.replace(/^\S+\s+/, "") ?? "")) {
    headers.delete("authorization");
  }
}
