import { Button as ButtonPrimitive } from "@base-ui/react/button";
import { type ButtonStyle, buttonVariants } from "~/components/ui/button-variants";
import { cn } from "~/lib/utils";

// Where shadcn's components look for it.
export { buttonVariants };

export function Button({
  variant,
  size,
  className,
  ...props
}: Omit<ButtonPrimitive.Props, "className"> & ButtonStyle) {
  return (
    <ButtonPrimitive
      data-slot="button"
      className={cn(buttonVariants({ variant, size }), className)}
      {...props}
    />
  );
}
