import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { cn } from "~/lib/utils";

const badgeStyles = cva(
  "inline-flex items-center gap-1.5 rounded-full px-2.5 py-0.5 text-xs font-medium whitespace-nowrap [&_svg]:size-3",
  {
    variants: {
      variant: {
        secondary: "bg-muted text-muted-foreground ring-1 ring-border ring-inset",
        default: "bg-accent text-primary",
        violet: "bg-violet-soft text-violet",
        warning: "bg-warning-soft text-warning",
      },
    },
    defaultVariants: { variant: "secondary" },
  },
);

export type BadgeVariant = NonNullable<VariantProps<typeof badgeStyles>["variant"]>;

export function Badge({
  variant,
  className,
  ...props
}: ComponentProps<"span"> & { variant?: BadgeVariant }) {
  return <span className={cn(badgeStyles({ variant }), className)} {...props} />;
}
