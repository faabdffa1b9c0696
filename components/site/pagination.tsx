import type { Route } from "next";
import { ButtonLink } from "~/components/ui/button";

/** Links to the page before and after; nothing when there is only one. */
export function Pagination({
  page,
  pages,
  hrefOf,
}: {
  page: number;
  pages: number;
  hrefOf: (page: number) => Route;
}) {
  if (pages <= 1) return null;
  return (
    <nav
      aria-label="Pages"
      className="flex items-center justify-between gap-4 text-sm text-muted-foreground"
    >
      {page > 1 ? (
        <ButtonLink href={hrefOf(page - 1)} variant="outline" size="sm">
          Previous
        </ButtonLink>
      ) : (
        <span />
      )}
      <span>
        Page {page} of {pages}
      </span>
      {page < pages ? (
        <ButtonLink href={hrefOf(page + 1)} variant="outline" size="sm">
          Next
        </ButtonLink>
      ) : (
        <span />
      )}
    </nav>
  );
}
