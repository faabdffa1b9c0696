"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { type ReactNode, useTransition } from "react";
import { ButtonLink } from "~/components/ui/button-link";
import type { ButtonStyle } from "~/components/ui/button-variants";
import { Pending } from "~/components/ui/pending";

/**
 * Opens the denied page again. The proxy shows the denial at that page's own address, where a link
 * would keep the layout, and with it the navigation, of the old claims.
 */
export function RetryLink({
  href,
  variant,
  children,
}: {
  href: Route;
  variant?: ButtonStyle["variant"];
  children: ReactNode;
}) {
  const router = useRouter();
  const [isPending, start] = useTransition();
  return (
    <ButtonLink
      href={href}
      variant={variant}
      prefetch={false}
      onClick={(event) => {
        if (window.location.pathname + window.location.search !== href) return;
        event.preventDefault();
        start(() => router.refresh());
      }}
    >
      {children}
      <Pending isPending={isPending} />
    </ButtonLink>
  );
}
