import type { Route } from "next";
import Link from "next/link";
import type { ComponentProps } from "react";
import { type ButtonStyle, buttonVariants } from "~/components/ui/button-variants";
import { LinkPending } from "~/components/ui/pending";

/** A link that looks like a button. Without `cn`, whose 8 KB most pages with links don't need. */
export function ButtonLink({
  variant,
  size,
  className,
  children,
  ...props
}: ButtonStyle &
  Pick<ComponentProps<typeof Link>, "onClick" | "children"> & { href: Route; prefetch?: false }) {
  return (
    <Link className={buttonVariants({ variant, size, className })} {...props}>
      {children}
      <LinkPending />
    </Link>
  );
}
