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

  // On a phone the links scroll sideways: the open one comes to the middle, also when the window gets
  // narrow. Not by scrollIntoView, which would scroll the page as well.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each navigation moves the mark
  useEffect(() => {
    const links = nav.current;
    if (!links) return;
    const observer = new ResizeObserver(() => {
      const open = links.querySelector('[aria-current="page"]')?.getBoundingClientRect();
      if (!open) return;
      const box = links.getBoundingClientRect();
      links.scrollLeft += open.left - box.left - (box.width - open.width) / 2;
    });
    observer.observe(links); // tells the size at once, too
    return () => observer.disconnect();
  }, [pathname]);

  if (items.length === 0) return null;
  return (
    <nav
      ref={nav}
      aria-label="Main"
      className="-mx-2 flex gap-1 overflow-x-auto max-lg:order-3 max-lg:-mx-5 max-lg:w-[calc(100%+2.5rem)] max-lg:mask-x-from-[calc(100%-1.25rem)] max-lg:px-3"
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
