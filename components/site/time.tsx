const DAY = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeZone: "UTC" });
const MOMENT = new Intl.DateTimeFormat("en", {
  dateStyle: "medium",
  timeStyle: "short",
  timeZone: "UTC",
});

/** A date. In UTC, so that the server and every browser say the same. */
export function Day({ at }: { at: number | Date }) {
  return <time dateTime={new Date(at).toISOString()}>{DAY.format(at)}</time>;
}

/** A date with the time of day, in UTC. */
export function Moment({ at }: { at: Date }) {
  return <time dateTime={at.toISOString()}>{MOMENT.format(at)} UTC</time>;
}
