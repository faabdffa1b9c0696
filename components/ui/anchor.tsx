"use client";

import type { ComponentProps } from "react";

/**
 * A link to an element of the same page. It moves the focus without changing the URL: after a plain
 * hash link, Next's router ignores "back" (its history entry has no state).
 */
export function Anchor({ to, ...props }: Omit<ComponentProps<"a">, "href"> & { to: string }) {
  return (
    <a
      href={`#${to}`}
      onClick={(event) => {
        event.preventDefault();
        document.getElementById(to)?.focus();
      }}
      {...props}
    />
  );
}
