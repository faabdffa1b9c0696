import type { NextRequest } from "next/server";
import { CLERK_PROXY_PATH } from "~/lib/proxy/frontend-api";

const DEV_BROWSER = "__clerk_db_jwt";
const SIGNED_OUT = "signed-out";

/**
 * A visitor without any of Clerk's cookies is signed out. A development instance would redirect their
 * first document to its server and back to find that out, and `curl` without end. The placeholder
 * says that it is known. Production instances don't read this cookie.
 */
export function markSignedOut({ nextUrl, cookies }: NextRequest): void {
  const isFrontendApi = nextUrl.pathname.startsWith(`${CLERK_PROXY_PATH}/`);
  const isReturning = [...nextUrl.searchParams.keys()].some((name) => name.startsWith("__clerk"));
  const isKnown = cookies
    .getAll()
    .some(({ name }) => /^__(session|client|clerk|refresh)/.test(name));
  if (!isFrontendApi && !isReturning && !isKnown) cookies.set(DEV_BROWSER, SIGNED_OUT);
}

/** Once Clerk has read the placeholder, nothing behind the proxy may take it for a real cookie. */
export function unmarkSignedOut({ cookies }: NextRequest): void {
  if (cookies.get(DEV_BROWSER)?.value === SIGNED_OUT) cookies.delete(DEV_BROWSER);
}
