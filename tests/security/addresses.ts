import { decide, findPath } from "../../lib/auth/policy.ts";
import { expect, type Target, type Visitor } from "./support.ts";

/** An email address, however a page, a script or a URL writes its @. */
const ADDRESS = /[\w.+-]+(?:@|%40|\\u0040|&#(?:64|x40);)[\w-]+\.[\w.-]+/gi;

/** Fails when an answer to this visitor holds the email address of anybody else. */
export function expectNoOthersAddress(
  target: Target,
  { email }: Visitor,
  { at, body }: { at: string; body: string },
): void {
  const { pathname } = new URL(at, target.local.appUrl);
  const isPublic = decide(findPath(pathname), null).kind === "allow";
  // Public pages offer the local people to sign in as.
  const shown = isPublic ? target.local.personas.map((persona) => persona.email) : [];
  const found = body.match(ADDRESS) ?? [];
  expect(
    found.filter((address) => ![email, ...shown].includes(address)),
    at,
  ).toEqual([]);
}
