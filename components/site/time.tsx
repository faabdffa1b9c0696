const DAY = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeZone: "UTC" });
const TIME = new Intl.DateTimeFormat("en", { timeStyle: "short", timeZone: "UTC" });

/** A date. In UTC, so that the server and every browser say the same. */
export function Day({ at }: { at: number | Date }) {
  return <time dateTime={new Date(at).toISOString()}>{DAY.format(at)}</time>;
}

/** A date with the time of day, in UTC. */
export function Moment({ at }: { at: Date }) {
  const [day, time] = [DAY.format(at), TIME.format(at)];
  return (
    <time dateTime={at.toISOString()}>
      {day}, <span className="whitespace-nowrap">{time} UTC</span>
    </time>
  );
}
