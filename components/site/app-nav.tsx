"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";
import { LinkPending } from "~/components/ui/pending";
import type { StaticPath } from "~/lib/auth/policy";
import { cn } from "~/lib/utils";

/** The links of the main navigation; marks the one that is open. */
export function AppNav({ items }: { items: { path: StaticPath; label: string }[] }) {
  const pathname = usePathname();
  const nav = useRef<HTMLElement>(null);

  // On a phone the links scroll sideways: the open one comes to the middle. Not by scrollIntoView,
  // which would scroll the page as well.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each navigation moves the mark
  useEffect(() => {
    const link = nav.current?.querySelector('[aria-current="page"]')?.getBoundingClientRect();
    if (!nav.current || !link) return;
    const box = nav.current.getBoundingClientRect();
    nav.current.scrollLeft += link.left - box.left - (box.width - link.width) / 2;
  }, [pathname]);

  if (items.length === 0) return null;
  return (
    <nav
      ref={nav}
      aria-label="Main"
      className="-mx-2 flex gap-1 overflow-x-auto max-lg:order-3 max-lg:w-full"
    >
      {items.map(({ path, label }) => {
        const current = pathname === path || pathname.startsWith(`${path}/`);
        return (
          <Link
            key={path}
            href={path}
            aria-current={current ? "page" : undefined}
            className={cn(
              "border-b-2 border-transparent px-2 py-3 text-sm whitespace-nowrap text-muted-foreground hover:text-foreground forced-colors:border-[Canvas] lg:py-5",
              current &&
                "border-primary font-medium text-foreground forced-colors:border-[Highlight]",
            )}
          >
            {label}
            <LinkPending />
          </Link>
        );
      })}
    </nav>
  );
}
