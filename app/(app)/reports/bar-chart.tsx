"use client";

import { useState } from "react";
import { cn } from "~/lib/utils";

interface BarChartProps {
  /** What is counted: the name of the vertical axis, and the word after each count but 1. */
  unit: string;
  one: string;
  axis: string;
  bars: { label: string; count: number }[];
}

const MOST_LABELS = 7;

/**
 * Bars of plain CSS with labelled axes. The pointer, or the arrow keys, show a bar's count. Screen
 * readers get a list of labels and counts, and so does everyone without JavaScript or CSS.
 */
export function BarChart({ unit, one, axis, bars }: BarChartProps) {
  const [active, setActive] = useState<number | null>(null);
  const top = Math.max(2, 2 * Math.ceil(Math.max(...bars.map(({ count }) => count)) / 2));
  const wordFor = (count: number) => (count === 1 ? one : unit);
  const textOf = (bar = bars[bars.length - 1]) =>
    bar ? `${axis} ${bar.label}: ${bar.count} ${wordFor(bar.count)}` : "";
  const step = Math.ceil(bars.length / MOST_LABELS);
  const last = bars.length - 1;
  const shown = active === null ? undefined : bars[active];
  const place = `${(((active ?? 0) + 0.5) / bars.length) * 100}%`;

  return (
    <div className="relative mt-4 grid grid-cols-[auto_1fr] gap-x-3 gap-y-2 rounded-lg text-xs text-muted-foreground has-focus-visible:outline-2 has-focus-visible:outline-offset-8 has-focus-visible:outline-ring">
      <input
        type="range"
        className="sr-only"
        aria-label={axis}
        aria-valuetext={textOf(shown)}
        max={last}
        value={active ?? last}
        onChange={(event) => setActive(event.target.valueAsNumber)}
        onFocus={() => setActive(active ?? last)}
        onBlur={() => setActive(null)}
      />
      <span aria-hidden="true" className="col-span-2 pb-6 first-letter:uppercase">
        {unit}
      </span>
      <div
        aria-hidden="true"
        className="flex h-48 flex-col justify-between text-right tabular-nums"
      >
        {[top, top / 2, 0].map((tick) => (
          <span key={tick} className="leading-0">
            {tick}
          </span>
        ))}
      </div>
      <div className="relative h-48">
        <div
          aria-hidden="true"
          className="absolute inset-0 flex flex-col justify-between *:border-t"
        >
          <span />
          <span />
          <span className="border-input" />
        </div>
        <ol className="relative flex h-full" onPointerLeave={() => setActive(null)}>
          {bars.map((bar, index) => (
            <li
              key={bar.label}
              className="relative flex min-w-0 grow basis-0 items-end justify-center px-px sm:px-1"
              onPointerEnter={() => setActive(index)}
            >
              <span className="sr-only">{textOf(bar)}</span>
              <div
                aria-hidden="true"
                className={cn(
                  "w-full max-w-12 rounded-t-sm bg-primary forced-color-adjust-none forced-colors:bg-[CanvasText]",
                  active !== null && active !== index && "opacity-40",
                )}
                style={{ height: `${(bar.count / top) * 100}%` }}
              />
            </li>
          ))}
        </ol>
        {shown ? (
          <p
            aria-hidden="true"
            className="pointer-events-none absolute bottom-full mb-1 rounded-md border bg-popover px-2 py-1 whitespace-nowrap text-popover-foreground shadow-md"
            // At the first bar its left edge, at the last its right one, so that it stays in the plot.
            style={{ left: place, transform: `translateX(-${place})` }}
          >
            {shown.label} · <strong className="font-semibold">{shown.count}</strong>{" "}
            {wordFor(shown.count)}
          </p>
        ) : null}
      </div>
      <div aria-hidden="true" className="col-start-2 flex">
        {bars.map(({ label }, index) => (
          <span key={label} className="relative h-4 grow basis-0">
            {index % step === 0 ? (
              <span
                className={cn(
                  "absolute left-1/2 -translate-x-1/2 whitespace-nowrap",
                  index % (2 * step) > 0 && "max-sm:hidden",
                )}
              >
                {label}
              </span>
            ) : null}
          </span>
        ))}
      </div>
      <span aria-hidden="true" className="col-start-2 text-center">
        {axis}
      </span>
    </div>
  );
}
