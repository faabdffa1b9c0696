import type { ComponentProps } from "react";
import { cn } from "~/lib/utils";

/** Holds the place of something that loads; what it is belongs into `aria-label`. */
export function Skeleton({ className, ...props }: ComponentProps<"span">) {
  return (
    <span
      role="status"
      className={cn("inline-block animate-pulse rounded-full bg-border", className)}
      {...props}
    />
  );
}
