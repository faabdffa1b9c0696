import { cva, type VariantProps } from "class-variance-authority";
import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ComponentProps } from "react";
import { cn } from "~/lib/utils";

const alertVariants = cva("flex gap-3 rounded-xl border p-4 text-sm", {
  variants: {
    variant: {
      default: "bg-muted",
      success: "border-primary/40 bg-accent",
      warning: "border-warning/40 bg-warning-soft",
      destructive: "border-destructive/40 bg-destructive-soft",
    },
  },
  defaultVariants: { variant: "default" },
});

const ICONS = {
  default: <Info className="text-muted-foreground" />,
  success: <CircleCheck className="text-primary" />,
  warning: <TriangleAlert className="text-warning" />,
  destructive: <CircleAlert className="text-destructive" />,
} as const;

/** A message in the page. What went wrong is announced at once, the rest when there is a pause. */
export function Alert({
  variant,
  className,
  children,
  ...props
}: ComponentProps<"div"> & VariantProps<typeof alertVariants>) {
  return (
    <div
      data-slot="alert"
      role={variant === "destructive" ? "alert" : "status"}
      className={cn(alertVariants({ variant }), className)}
      {...props}
    >
      <span aria-hidden className="mt-0.5 [&_svg]:size-4">
        {ICONS[variant ?? "default"]}
      </span>
      <div className="min-w-0 grow space-y-2">{children}</div>
    </div>
  );
}
