import type { ComponentProps } from "react";
import { cn } from "~/lib/utils";

/** Holds the place of something that loads. Say what in an `aria-label` with `role="status"`. */
export function Skeleton({ className, ...props }: ComponentProps<"div">) {
  return (
    <div
      data-slot="skeleton"
      className={cn("animate-pulse rounded-md bg-border", className)}
      {...props}
    />
  );
}
