import { Meter as BaseMeter } from "@base-ui/react/meter";
import { cn } from "~/lib/utils";

interface MeterProps {
  label: string;
  value: number;
  max: number;
  /** The value as people read it: `"43 s left"`. */
  text: string;
  /** Whether the value is one to worry about. */
  isLow?: boolean;
  /** Seconds the bar takes to its next value; none where the visitor wants less motion. */
  glide?: boolean;
}

/** A labelled amount of something limited, as a bar and in words. */
export function Meter({ label, value, max, text, isLow = false, glide = false }: MeterProps) {
  return (
    <BaseMeter.Root
      value={Math.min(Math.max(value, 0), max)}
      max={max}
      aria-valuetext={text}
      className="grid grid-cols-[1fr_auto] content-start gap-x-4 gap-y-2 text-sm"
    >
      <BaseMeter.Label className="text-muted-foreground">{label}</BaseMeter.Label>
      <span aria-hidden="true" className="tabular-nums">
        {text}
      </span>
      <BaseMeter.Track className="col-span-2 h-1.5 overflow-hidden rounded-full bg-border">
        <BaseMeter.Indicator
          className={cn(
            "rounded-full",
            isLow ? "bg-warning" : "bg-primary",
            glide &&
              "motion-safe:transition-[width] motion-safe:duration-1000 motion-safe:ease-linear",
          )}
        />
      </BaseMeter.Track>
    </BaseMeter.Root>
  );
}
