import { Check } from "lucide-react";
import Link from "next/link";
import { LinkPending } from "~/components/ui/pending";
import { type OpenStep, stepPath } from "~/lib/onboarding/open-step";
import { cn } from "~/lib/utils";

/** The steps of onboarding: done, current and to come. Those that can be opened are links. */
export function ProgressBar({ step: { slug: here, places, open, from } }: { step: OpenStep }) {
  return (
    <nav aria-label="Onboarding steps">
      <p className="text-sm text-muted-foreground">
        Step {places.findIndex(({ slug }) => slug === here) + 1} of {places.length}
      </p>
      <ol className="mt-2 flex gap-1.5">
        {places.map(({ slug, title, answered }) => {
          const state = slug === here ? "current" : answered ? "done" : "to come";
          const bar = (
            <>
              <span
                className={cn(
                  "block h-1.5 rounded-full forced-color-adjust-none",
                  state === "to come"
                    ? "bg-border forced-colors:bg-[GrayText]"
                    : "bg-primary forced-colors:bg-[Highlight]",
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
              key={slug}
              className="min-w-0 flex-1"
              aria-current={state === "current" ? "step" : undefined}
            >
              {open.includes(slug) && slug !== here ? (
                <Link href={stepPath(slug, from)} className="block rounded-sm hover:opacity-80">
                  {bar}
                  <LinkPending />
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
