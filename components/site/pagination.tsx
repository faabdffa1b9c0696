import type { Route } from "next";
import type { ReactNode } from "react";
import { ButtonLink } from "~/components/ui/button-link";

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
  const link = (href: Route | null, label: string) =>
    href ? (
      <ButtonLink href={href} prefetch={false} variant="outline" size="sm">
        {label}
      </ButtonLink>
    ) : (
      <span />
    );
  return (
    <nav aria-label="Pages" className="flex items-center justify-between gap-4 text-sm">
      {link(previous, labels[0])}
      {children}
      {link(next, labels[1])}
    </nav>
  );
}
