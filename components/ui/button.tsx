import { cva, type VariantProps } from "class-variance-authority";
import type { Route } from "next";
import Link from "next/link";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "~/lib/cn";

const buttonStyles = cva(
  "inline-flex items-center justify-center gap-2 rounded-lg font-medium transition-colors select-none disabled:cursor-not-allowed disabled:opacity-60 aria-disabled:cursor-not-allowed aria-disabled:opacity-60 [&_svg]:size-4 [&_svg]:shrink-0",
  {
    variants: {
      look: {
        primary: "bg-accent text-on-accent hover:bg-accent-hover",
        secondary: "border border-border-strong bg-surface hover:bg-sunken",
        quiet: "text-muted hover:bg-sunken hover:text-foreground",
        danger: "border border-danger text-danger bg-surface hover:bg-danger-soft",
      },
      size: {
        regular: "h-10 px-4 text-sm",
        small: "h-8 px-3 text-sm",
        large: "h-12 px-6 text-base",
      },
    },
    defaultVariants: { look: "primary", size: "regular" },
  },
);

type Style = VariantProps<typeof buttonStyles>;

export function Button({
  look,
  size,
  className,
  type = "button",
  ...props
}: ComponentProps<"button"> & Style) {
  return <button type={type} className={cn(buttonStyles({ look, size }), className)} {...props} />;
}

/** A link that looks like a button. */
export function ButtonLink({
  href,
  look,
  size,
  className,
  children,
}: Style & { href: Route; className?: string; children: ReactNode }) {
  return (
    <Link href={href} className={cn(buttonStyles({ look, size }), className)}>
      {children}
    </Link>
  );
}
