import { cva, type VariantProps } from "class-variance-authority";
import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ComponentProps } from "react";
import { cn } from "~/lib/cn";

const alertStyles = cva("flex gap-3 rounded-xl border p-4 text-sm", {
  variants: {
    tone: {
      info: "border-border bg-sunken",
      success: "border-accent/40 bg-accent-soft",
      warning: "border-warning/40 bg-warning-soft",
      danger: "border-danger/40 bg-danger-soft",
    },
  },
});

const ICONS = {
  info: <Info className="text-muted" />,
  success: <CircleCheck className="text-accent" />,
  warning: <TriangleAlert className="text-warning" />,
  danger: <CircleAlert className="text-danger" />,
} as const;

type Tone = NonNullable<VariantProps<typeof alertStyles>["tone"]>;

/** A message in the page. What went wrong is announced at once, the rest when there is a pause. */
export function Alert({
  tone,
  className,
  children,
  ...props
}: ComponentProps<"div"> & { tone: Tone }) {
  return (
    <div
      role={tone === "danger" ? "alert" : "status"}
      className={cn(alertStyles({ tone }), className)}
      {...props}
    >
      <span aria-hidden className="mt-0.5 [&_svg]:size-4">
        {ICONS[tone]}
      </span>
      <div className="min-w-0 grow space-y-2">{children}</div>
    </div>
  );
}
