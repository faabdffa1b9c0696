import { clerkMiddleware } from "@clerk/nextjs/server";
import { type NextFetchEvent, type NextRequest, NextResponse } from "next/server";
import { apiDenial } from "~/lib/access/api-error";
import { WANTED_PATH_HEADER, withReturnPath } from "~/lib/access/return-path";
import { parseClaims } from "~/lib/auth/claims";
import { decide } from "~/lib/auth/policy";
import { normalizePem, readEnv } from "~/lib/env";
import { REQUEST_ID_HEADER, requestIdOf } from "~/lib/request-id";

/** The path below which Clerk's Frontend API is served from this origin, when it is configured. */
const CLERK_PROXY_PATH = "/__clerk";

const DOCUMENT_DESTINATIONS = new Set(["document", "iframe", "frame", "embed", "object"]);

/**
 * Whether the browser will show the answer as a page. Next takes its `rsc` header away before the
 * proxy runs, and a browser on plain http sends no Sec-Fetch headers except to localhost.
 */
function isDocument(request: NextRequest): boolean {
  const destination = request.headers.get("sec-fetch-dest");
  if (destination) return DOCUMENT_DESTINATIONS.has(destination);
  return request.headers.get("accept")?.includes("text/html") ?? false;
}

function at(request: NextRequest, path: string): URL {
  return new URL(path, request.url);
}

/**
 * The first line of access control: answers document requests and API calls from the claims in the
 * verified token, with no call to Clerk. It is not the enforcement: every page, action and route
 * handler asks the same table itself. The client router's own fetches are left to those guards,
 * because the router caches a redirect of the proxy for minutes and one of a page not at all.
 */
const gate = clerkMiddleware(
  async (auth, request) => {
    const { pathname, search } = request.nextUrl;
    const { userId, sessionClaims } = await auth();
    const claims = userId ? parseClaims(sessionClaims).claims : null;
    const decision = decide(pathname, claims);

    const headers = new Headers(request.headers);
    const requestId = requestIdOf(request.headers.get(REQUEST_ID_HEADER));
    headers.set(REQUEST_ID_HEADER, requestId);
    headers.set(WANTED_PATH_HEADER, pathname + search);
    const forwarded = { request: { headers } };
    const respond = (): Response => {
      if (decision.kind === "allow") return NextResponse.next(forwarded);
      if (pathname.startsWith("/api/")) return apiDenial(decision, pathname);
      if (decision.kind === "no-rule") {
        // A page nobody wrote a rule for must not be served, so the path is routed to nowhere.
        return NextResponse.rewrite(at(request, "/404"), { ...forwarded, status: 404 });
      }
      if (!isDocument(request)) return NextResponse.next(forwarded);
      const back = pathname + search;
      switch (decision.kind) {
        case "sign-in":
          return NextResponse.redirect(
            at(request, withReturnPath("/sign-in", "redirect_url", back)),
          );
        case "onboarding":
          return NextResponse.redirect(at(request, withReturnPath("/onboarding", "from", back)));
        case "forbidden":
          return NextResponse.rewrite(at(request, withReturnPath("/unauthorized", "from", back)), {
            ...forwarded,
            status: 403,
          });
      }
    };
    const response = respond();
    response.headers.set(REQUEST_ID_HEADER, requestId);
    return response;
  },
  () => {
    const env = readEnv();
    const jwtKey = normalizePem(env.CLERK_JWT_KEY);
    const authorizedParties = env.CLERK_AUTHORIZED_PARTIES?.split(",").map((origin) =>
      origin.trim(),
    );
    return {
      ...(jwtKey && { jwtKey }),
      ...(authorizedParties && { authorizedParties }),
      frontendApiProxy: { enabled: env.NEXT_PUBLIC_CLERK_PROXY_URL === CLERK_PROXY_PATH },
    };
  },
);

/**
 * A visitor without any cookie of Clerk's is signed out. A Clerk development instance would send
 * their first document through a redirect to its server and back to find that out; the placeholder
 * says that it is known. Production instances do not read this cookie.
 */
function markSignedOut(request: NextRequest): void {
  const isClerks = request.nextUrl.pathname.startsWith(`${CLERK_PROXY_PATH}/`);
  const hasParameter = [...request.nextUrl.searchParams.keys()].some((name) =>
    name.startsWith("__clerk"),
  );
  const hasCookie = request.cookies
    .getAll()
    .some(({ name }) => /^__(session|client|clerk|refresh)/.test(name));
  if (!isClerks && !hasParameter && !hasCookie) request.cookies.set("__clerk_db_jwt", "signed-out");
}

export default function proxy(request: NextRequest, event: NextFetchEvent) {
  markSignedOut(request);
  return gate(request, event);
}

export const config = {
  matcher: [
    // Everything but Next's own files and static files, which have an extension…
    "/((?!_next/|[^?]*\\.(?:html?|css|js(?!on)|jpe?g|webp|png|gif|svg|ttf|woff2?|ico|txt|xml|webmanifest)$).*)",
    // …except below these, whatever the ending: scripts of Clerk's, and API calls.
    "/(api|__clerk)(.*)",
  ],
};
