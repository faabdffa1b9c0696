import type { Route } from "next";
import type { ReactNode } from "react";
import { ButtonLink } from "~/components/ui/button";

/** Links to the page before and after, where there are any, and a text between them. */
export function Pagination({
  previous,
  next,
  labels = ["Previous", "Next"],
  children,
}: {
  previous: Route | null;
  next: Route | null;
  labels?: [previous: string, next: string];
  children?: ReactNode;
}) {
  if (!previous && !next) return null;
  return (
    <nav
      aria-label="Pages"
      className="flex items-center justify-between gap-4 text-sm text-muted-foreground"
    >
      <span className="grow basis-0">
        {previous ? (
          <ButtonLink href={previous} variant="outline" size="sm">
            {labels[0]}
          </ButtonLink>
        ) : null}
      </span>
      {children}
      <span className="grow basis-0 text-right">
        {next ? (
          <ButtonLink href={next} variant="outline" size="sm">
            {labels[1]}
          </ButtonLink>
        ) : null}
      </span>
    </nav>
  );
}
