import { Skeleton } from "~/components/ui/skeleton";

/**
 * Stands in for one of Clerk's components until its script has loaded.
 * @param what `"sign-in"`, for texts such as "Loading sign-in"
 * @param title the page's heading, where Clerk's component brings it
 */
export function ClerkFallback({ what, title }: { what: string; title?: string }) {
  return (
    <div className="w-full max-w-100 space-y-4 text-center text-sm">
      {title ? <h1 className="sr-only">{title}</h1> : null}
      <div role="status" aria-label={`Loading ${what}`} className="noscript:hidden">
        <Skeleton className="h-80 rounded-2xl" />
      </div>
      <p className="animate-late text-muted-foreground noscript:hidden">
        Still loading. Check your connection, or reload the page.
      </p>
      <noscript>
        <p>Turn on JavaScript in your browser to use {what}.</p>
      </noscript>
    </div>
  );
}
