interface BarChartProps {
  /** What is counted: the name of the vertical axis, and the word after each count. */
  unit: string;
  /** The name of the horizontal axis. */
  axis: string;
  bars: { label: string; count: number }[];
}

/** Bars of plain CSS with labelled axes. Screen readers get a list of labels and counts. */
export function BarChart({ unit, axis, bars }: BarChartProps) {
  const top = Math.max(2, 2 * Math.ceil(Math.max(...bars.map(({ count }) => count)) / 2));
  return (
    <div className="mt-4 grid grid-cols-[auto_1fr] gap-x-3 gap-y-1 text-xs text-muted-foreground">
      <span aria-hidden="true" className="col-span-2 pb-4 first-letter:uppercase">
        {unit}
      </span>
      <div
        aria-hidden="true"
        className="flex h-40 flex-col justify-between text-right tabular-nums"
      >
        {[top, top / 2, 0].map((tick) => (
          <span key={tick} className="leading-0">
            {tick}
          </span>
        ))}
      </div>
      <ol className="flex">
        {bars.map(({ label, count }) => (
          <li key={label} className="min-w-0 grow basis-0 text-center">
            <span className="sr-only">{`${axis} ${label}: ${count} ${unit}`}</span>
            <div
              aria-hidden="true"
              className="flex h-40 items-end justify-center border-b px-1 sm:px-2"
            >
              <div
                className="relative w-full max-w-16 rounded-t bg-primary"
                style={{ height: `${(count / top) * 100}%` }}
              >
                <span className="absolute inset-x-0 -top-5 text-foreground tabular-nums">
                  {count}
                </span>
              </div>
            </div>
            <span aria-hidden="true">{label}</span>
          </li>
        ))}
      </ol>
      <span aria-hidden="true" className="col-start-2 text-center">
        {axis}
      </span>
    </div>
  );
}
