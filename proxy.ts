import { randomBytes } from "node:crypto";
import { clerkMiddleware } from "@clerk/nextjs/server";
import { type NextFetchEvent, type NextRequest, NextResponse } from "next/server";
import { apiDenial } from "~/lib/access/api-error";
import { decideOrAsk } from "~/lib/access/ask-clerk";
import { isMetadataFile } from "~/lib/auth/metadata-files";
import { NEWER_CLAIMS_COOKIE, newerClaimsCookie } from "~/lib/auth/newer-claims";
import { type Decision, findPath } from "~/lib/auth/policy";
import { readSession } from "~/lib/auth/session";
import { env } from "~/lib/env";
import { createLogger } from "~/lib/logger";
import { contentSecurityPolicy, NONCE_HEADER } from "~/lib/proxy/content-security-policy";
import { dropForwardedOptions, lendOptions, takeOptionsBack } from "~/lib/proxy/forwarded-options";
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

interface PagePolicy {
  nonce: string;
  policy: string;
}

function pagePolicy(): PagePolicy {
  const nonce = randomBytes(16).toString("base64");
  return { nonce, policy: contentSecurityPolicy(nonce, env()) };
}

/** What the app gets to know from the proxy, in the place of what a client sends under these names. */
function forwardedHeaders(
  request: NextRequest,
  requestId: string,
  page: PagePolicy | null,
): Headers {
  const headers = new Headers(request.headers);
  headers.delete(NONCE_HEADER);
  headers.delete(POLICY_HEADER);
  if (page) {
    headers.set(NONCE_HEADER, page.nonce);
    // Next reads the nonce of its own scripts here.
    headers.set(POLICY_HEADER, page.policy);
  }
  headers.set(REQUEST_ID_HEADER, requestId);
  headers.set(WANTED_PATH_HEADER, pathOf(request.nextUrl));
  return headers;
}

/** @param forward answers the headers for the app, for a request that reaches it */
function respond(request: NextRequest, decision: Decision, forward: () => Headers): Response {
  const { pathname } = request.nextUrl;
  const at = (path: string) => new URL(path, request.url);
  const passOn = () => NextResponse.next({ request: { headers: forward() } });
  const show = (path: string, status: number) =>
    NextResponse.rewrite(at(path), { request: { headers: forward() }, status });

  if (decision.kind === "allow") return passOn();
  if (pathname.startsWith("/api/")) return apiDenial(decision);
  // A page without a rule must not be served, and neither must a metadata file: the guard of its
  // page doesn't run for it. The address is Next's own, so no app's `[id]` answers at it.
  const isUnguarded = isMetadataFile(pathname) && !isDocument(request);
  if (decision.kind === "no-rule" || isUnguarded) return show("/_not-found", 404);
  if (!isDocument(request)) return passOn();
  const back = pathOf(request.nextUrl);
  // 307 would send a form's fields on to the page.
  const status = request.method === "GET" || request.method === "HEAD" ? 307 : 303;
  switch (decision.kind) {
    case "sign-in":
      return NextResponse.redirect(at(withReturnPath("/sign-in", "redirect_url", back)), status);
    case "onboarding":
      return NextResponse.redirect(at(withReturnPath("/onboarding", "from", back)), status);
    case "forbidden":
      return show(withReturnPath("/unauthorized", "from", back), 403);
  }
}

/**
 * The first line of access control: answers documents and API calls from the claims of the verified
 * token, and asks Clerk only before it denies. It isn't the enforcement: every page, action and
 * route handler checks the same table itself. The client router's own fetches are left to those
 * guards, because the router caches a redirect of the proxy for minutes and a page's not at all.
 */
const gate = clerkMiddleware(
  async (auth, request) => {
    takeOptionsBack(request);
    const { pathname } = request.nextUrl;
    const requestId = requestIdOf(request.headers.get(REQUEST_ID_HEADER));
    const found = await readSession(await auth(), request.cookies.get(NEWER_CLAIMS_COOKIE)?.value);
    const { decision, session, learned } = await decideOrAsk(findPath(pathname), found, () =>
      createLogger({ module: "proxy", requestId }),
    );

    unmarkSignedOut(request);
    const cookie =
      learned &&
      session &&
      newerClaimsCookie({ claims: session.claims, updatedAt: learned.updatedAt }, session);
    if (cookie) request.cookies.set(cookie.name, cookie.value);

    // An API answer has the policy of next.config.ts, which allows nothing.
    const page = pathname.startsWith("/api/") ? null : pagePolicy();
    const response = respond(request, decision, () => forwardedHeaders(request, requestId, page));
    response.headers.set(REQUEST_ID_HEADER, requestId);
    if (page) response.headers.set(POLICY_HEADER, page.policy);
    if (cookie && response instanceof NextResponse) response.cookies.set(cookie);
    return response;
  },
  (request) => {
    const {
      CLERK_JWT_KEY: jwtKey,
      CLERK_AUTHORIZED_PARTIES: authorizedParties,
      NEXT_PUBLIC_CLERK_PROXY_URL: proxyUrl,
    } = env();
    return lendOptions(request, {
      ...(jwtKey && { jwtKey }),
      ...(authorizedParties && { authorizedParties }),
      // Only when it is configured: without the option Clerk decides by itself, as on *.vercel.app.
      ...(proxyUrl === CLERK_PROXY_PATH && {
        frontendApiProxy: { enabled: true },
      }),
    });
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
  const isFrontendApiCall =
    request.nextUrl.pathname.startsWith(`${CLERK_PROXY_PATH}/v1/`) &&
    request.headers.get("sec-fetch-dest") === "empty";
  const response = await (isFrontendApiCall ? readableAnswer(answer) : answer());
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
