import { clerkMiddleware, createRouteMatcher } from "@clerk/nextjs/server";

const isGated = createRouteMatcher(["/bench(.*)", "/account"]);

export default clerkMiddleware(async (auth, request) => {
  if (isGated(request))
    await auth.protect({ unauthenticatedUrl: new URL("/sign-in", request.url).href });
});

// Next's alone: "open", which measures what a page costs without a gate, and the start page.
export const config = { matcher: ["/((?!_next|open|api/open|$).*)"] };
