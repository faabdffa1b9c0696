import type { ReactNode } from "react";
import { Skeleton } from "~/components/ui/skeleton";
import { cn } from "~/lib/utils";

const FORM = (
  <div className="grid gap-3 p-8">
    <Skeleton className="mx-auto h-5 w-2/5" />
    <Skeleton className="mx-auto h-4 w-3/5" />
    <Skeleton className="mt-6 h-4 w-1/4" />
    <Skeleton className="h-9" />
    <Skeleton className="mt-5 h-9" />
  </div>
);

/**
 * Stands in for one of Clerk's components until its script has loaded.
 * @param what `"sign-in"`, for texts such as "Loading sign-in"
 * @param title the page's heading, where Clerk's component brings it
 * @param className how wide it is: as wide as Clerk's forms by default
 * @param children what the component will look like: a form by default
 */
export function ClerkFallback({
  what,
  title,
  className,
  children = FORM,
}: {
  what: string;
  title?: string;
  className?: string;
  children?: ReactNode;
}) {
  return (
    <div className={cn("w-full max-w-100 space-y-4 text-center text-sm", className)}>
      {title ? <h1 className="sr-only">{title}</h1> : null}
      <div
        role="status"
        aria-label={`Loading ${what}`}
        className="overflow-hidden rounded-xl border bg-card noscript:hidden"
      >
        {children}
        {title ? <div className="h-11 border-t bg-muted" /> : null}
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
