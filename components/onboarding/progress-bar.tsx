import { Check } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { cn } from "~/lib/utils";

export interface ProgressItem {
  title: string;
  state: "done" | "current" | "to come";
  /** Where it leads; null while it is still to come. */
  href: Route | null;
}

/** The steps of onboarding: done, current and to come. Those that can be opened are links. */
export function ProgressBar({ items }: { items: ProgressItem[] }) {
  const current = items.findIndex(({ state }) => state === "current");
  return (
    <nav aria-label="Onboarding steps">
      <p className="text-sm text-muted-foreground">
        Step {current + 1} of {items.length}
      </p>
      <ol className="mt-2 flex gap-1.5">
        {items.map(({ title, state, href }) => {
          const bar = (
            <>
              <span
                className={cn(
                  "block h-1.5 rounded-full",
                  state === "to come" ? "bg-border" : "bg-primary",
                  state === "done" && "opacity-60",
                )}
              />
              <span
                className={cn(
                  "mt-1.5 flex items-center gap-1 text-xs max-sm:sr-only",
                  state === "current" ? "font-medium text-foreground" : "text-muted-foreground",
                )}
              >
                {state === "done" ? <Check aria-hidden="true" className="size-3 shrink-0" /> : null}
                <span className="truncate">{title}</span>
                <span className="sr-only">, {state}</span>
              </span>
            </>
          );
          return (
            <li
              key={title}
              className="min-w-0 flex-1"
              aria-current={state === "current" ? "step" : undefined}
            >
              {href && state !== "current" ? (
                <Link href={href} className="block rounded-sm hover:opacity-80">
                  {bar}
                </Link>
              ) : (
                bar
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
