import { clerkMiddleware, createRouteMatcher } from "@clerk/nextjs/server";

const isGated = createRouteMatcher(["/bench(.*)", "/account"]);

export default clerkMiddleware(async (auth, request) => {
  if (isGated(request))
    await auth.protect({ unauthenticatedUrl: new URL("/sign-in", request.url).href });
});

// As in Clerk's quickstart, but for "open", which measures what a page costs without a gate.
export const config = {
  matcher: [
    "/((?!open|api/open|_next|[^?]*\\.(?:html?|css|js(?!on)|jpe?g|webp|png|gif|svg|ttf|woff2?|ico|csv|docx?|xlsx?|zip|webmanifest)).*)",
  ],
};
