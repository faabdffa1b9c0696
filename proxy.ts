import { randomBytes } from "node:crypto";
import { clerkMiddleware } from "@clerk/nextjs/server";
import { type NextFetchEvent, type NextRequest, NextResponse } from "next/server";
import { apiDenial } from "~/lib/access/api-error";
import { decideOrAsk } from "~/lib/access/ask-clerk";
import { isMetadataFile } from "~/lib/auth/metadata-files";
import { NEWER_CLAIMS_COOKIE, newerClaimsCookie } from "~/lib/auth/newer-claims";
import { findPath } from "~/lib/auth/policy";
import { readSession } from "~/lib/auth/session";
import { env } from "~/lib/env";
import { createLogger } from "~/lib/logger";
import { contentSecurityPolicy, NONCE_HEADER } from "~/lib/proxy/content-security-policy";
import { dropForwardedOptions } from "~/lib/proxy/forwarded-options";
import { CLERK_PROXY_PATH, readableAnswer } from "~/lib/proxy/frontend-api";
import { dropNullTokens } from "~/lib/proxy/null-tokens";
import { reportRefusedSession } from "~/lib/proxy/refused-session";
import { markSignedOut, unmarkSignedOut } from "~/lib/proxy/signed-out-cookie";
import { REQUEST_ID_HEADER, requestIdOf } from "~/lib/request/request-id";
import { pathOf, WANTED_PATH_HEADER, withReturnPath } from "~/lib/request/return-path";

const POLICY_HEADER = "content-security-policy";

const DOCUMENT_DESTINATIONS = new Set(["document", "iframe", "frame", "embed", "object"]);

/**
 * Whether the browser will show the answer as a page. Next removes its `rsc` header before the proxy
 * runs, and a browser on plain http sends no Sec-Fetch headers except to localhost.
 */
function isDocument(request: NextRequest): boolean {
  const destination = request.headers.get("sec-fetch-dest");
  if (destination) return DOCUMENT_DESTINATIONS.has(destination);
  return request.headers.get("accept")?.includes("text/html") ?? false;
}

/**
 * The first line of access control: answers documents and API calls from the claims of the verified
 * token, and asks Clerk only before it denies. It isn't the enforcement: every page, action and
 * route handler checks the same table itself. The client router's own fetches are left to those
 * guards, because the router caches a redirect of the proxy for minutes and a page's not at all.
 */
const gate = clerkMiddleware(
  async (auth, request) => {
    const { pathname } = request.nextUrl;
    const requestId = requestIdOf(request.headers.get(REQUEST_ID_HEADER));
    const log = createLogger({ module: "proxy" }).child({ requestId });
    const found = await readSession(await auth(), request.cookies.get(NEWER_CLAIMS_COOKIE)?.value);
    const { decision, session, learned } = await decideOrAsk(findPath(pathname), found, log);

    const at = (path: string) => new URL(path, request.url);
    const respond = (forwarded: { request: { headers: Headers } }): NextResponse | Response => {
      if (decision.kind === "allow") return NextResponse.next(forwarded);
      if (pathname.startsWith("/api/")) return apiDenial(decision);
      // A page without a rule must not be served, and neither must a metadata file: the guard of its
      // page doesn't run for it. The address is Next's own, so no app's `[id]` answers at it.
      const isUnguarded = isMetadataFile(pathname) && !isDocument(request);
      if (decision.kind === "no-rule" || isUnguarded) {
        return NextResponse.rewrite(at("/_not-found"), { ...forwarded, status: 404 });
      }
      if (!isDocument(request)) return NextResponse.next(forwarded);
      const back = pathOf(request.nextUrl);
      // 307 would send a form's fields on to the page.
      const status = request.method === "GET" || request.method === "HEAD" ? 307 : 303;
      switch (decision.kind) {
        case "sign-in":
          return NextResponse.redirect(
            at(withReturnPath("/sign-in", "redirect_url", back)),
            status,
          );
        case "onboarding":
          return NextResponse.redirect(at(withReturnPath("/onboarding", "from", back)), status);
        case "forbidden":
          return NextResponse.rewrite(at(withReturnPath("/unauthorized", "from", back)), {
            ...forwarded,
            status: 403,
          });
      }
    };

    unmarkSignedOut(request);
    const cookie =
      learned &&
      session &&
      newerClaimsCookie({ claims: session.claims, updatedAt: learned.updatedAt }, session);
    if (cookie) request.cookies.set(cookie.name, cookie.value);
    const nonce = randomBytes(16).toString("base64");
    const policy = contentSecurityPolicy(nonce, env());
    const headers = new Headers(request.headers);
    // Next reads the nonce of its own scripts here.
    headers.set(POLICY_HEADER, policy);
    headers.set(NONCE_HEADER, nonce);
    headers.set(REQUEST_ID_HEADER, requestId);
    headers.set(WANTED_PATH_HEADER, pathOf(request.nextUrl));
    const response = respond({ request: { headers } });
    response.headers.set(REQUEST_ID_HEADER, requestId);
    response.headers.set(POLICY_HEADER, policy);
    if (cookie && response instanceof NextResponse) response.cookies.set(cookie);
    return response;
  },
  () => {
    const {
      CLERK_JWT_KEY: jwtKey,
      CLERK_AUTHORIZED_PARTIES: authorizedParties,
      NEXT_PUBLIC_CLERK_PROXY_URL: proxyUrl,
    } = env();
    return {
      ...(jwtKey && { jwtKey }),
      ...(authorizedParties && { authorizedParties }),
      // Only when it is configured: without the option Clerk decides by itself, as on *.vercel.app.
      ...(proxyUrl === CLERK_PROXY_PATH && {
        frontendApiProxy: { enabled: true },
      }),
    };
  },
);

export default async function proxy(request: NextRequest, event: NextFetchEvent) {
  // A monitor with a session cookie must get an answer even while Clerk hangs.
  if (request.nextUrl.pathname === "/api/health") {
    const requestId = requestIdOf(request.headers.get(REQUEST_ID_HEADER));
    return NextResponse.next({ headers: { [REQUEST_ID_HEADER]: requestId } });
  }
  dropNullTokens(request);
  markSignedOut(request);
  const answer = async () => gate(request, event);
  const isCallOfClerks =
    request.nextUrl.pathname.startsWith(`${CLERK_PROXY_PATH}/v1/`) &&
    request.headers.get("sec-fetch-dest") === "empty";
  const response = await (isCallOfClerks ? readableAnswer(answer) : answer());
  if (response) {
    dropForwardedOptions(response.headers);
    reportRefusedSession(response.headers);
  }
  return response;
}

export const config = {
  // Everything but Next's own files and those in app/ and public/. By name: a pattern of endings would
  // leave /settings/x.png out, too. tests/source compares them.
  matcher: ["/((?!_next/static/|_next/image$|icon\\.svg$).*)"],
};
