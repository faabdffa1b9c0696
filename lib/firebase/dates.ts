function isTimestamp(value: object): value is { toDate(): Date } {
  return "toDate" in value && typeof value.toDate === "function";
}

/** A document's data with each of Firestore's Timestamps, however deep, as a Date. */
export function withDates(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withDates);
  if (typeof value !== "object" || value === null) return value;
  if (isTimestamp(value)) return value.toDate();
  // References, points and bytes stay what they are.
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withDates(item)]));
}
