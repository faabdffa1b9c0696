import "server-only";
import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { check } from "~/lib/access/check";
import { assertRule, type GatedPath } from "~/lib/auth/policy";
import type { Session } from "~/lib/auth/session";
import { DbError } from "~/lib/firebase/errors";
import { safeReturnPath, WANTED_PATH_HEADER, withReturnPath } from "~/lib/request/return-path";

/**
 * The guard of a page, and its first line: returns the session of a visitor who may be here, and
 * redirects everyone else before the page does anything.
 *
 * Call it in the page, never in a layout: Next doesn't run layouts again on client navigation.
 * @param path the page's key in POLICY: `"/projects/[id]"`
 * @param options `fresh: true` asks Clerk instead of trusting claims up to 60 s old
 * @throws {DbError} `unavailable` when `fresh` was asked for and Clerk doesn't answer
 */
export async function requireAccess(
  path: GatedPath,
  options: { fresh?: true } = {},
): Promise<Session> {
  assertRule(path);
  const [denial, session] = await check(path, options);
  if (!denial) return session;
  // A page doesn't know its own URL; the proxy hands it on.
  const back = safeReturnPath((await headers()).get(WANTED_PATH_HEADER)) ?? safeReturnPath(path);
  switch (denial.kind) {
    case "sign-in":
      return redirect(withReturnPath("/sign-in", "redirect_url", back));
    case "onboarding":
      return redirect(withReturnPath("/onboarding", "from", back));
    case "forbidden":
    case "refused":
      return redirect(withReturnPath("/unauthorized", "from", back));
    case "no-rule":
      return notFound();
    case "unconfirmed":
    case "too-often":
      throw new DbError("unavailable", { resource: `policy${path}` });
  }
}
