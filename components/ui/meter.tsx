import { Meter as BaseMeter } from "@base-ui/react/meter";
import { cn } from "~/lib/utils";

/**
 * A labelled amount of something limited, as a bar and in words.
 * @param text the value as people read it: `"43 s left"`
 */
export function Meter({
  label,
  value,
  max,
  text,
  isLow = false,
}: {
  label: string;
  value: number;
  max: number;
  text: string;
  isLow?: boolean;
}) {
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
      <BaseMeter.Track className="col-span-2 h-1.5 overflow-hidden rounded-full bg-border forced-colors:outline-1">
        <BaseMeter.Indicator
          className={cn(
            "rounded-full forced-color-adjust-none forced-colors:bg-[CanvasText] motion-safe:transition-[width] motion-safe:duration-1000 motion-safe:ease-linear",
            isLow ? "bg-warning" : "bg-primary",
          )}
        />
      </BaseMeter.Track>
    </BaseMeter.Root>
  );
}
