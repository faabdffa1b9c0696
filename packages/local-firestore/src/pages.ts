import { invalidArgument } from "./status.ts";

/** One page of a list whose items are in the order of their keys; the token is the last key. */
export function page<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  { pageSize, pageToken }: { pageSize: number; pageToken: string },
  defaultSize: number,
): { items: T[]; nextPageToken: string } {
  if (pageSize < 0) throw invalidArgument("page_size is negative");
  const after = Buffer.from(pageToken, "base64url").toString();
  const start = pageToken === "" ? 0 : items.findIndex((item) => keyOf(item) === after) + 1;
  if (pageToken !== "" && start === 0) throw invalidArgument("page_token is invalid");
  const end = start + (pageSize || defaultSize);
  const last = items[end - 1];
  const more = last !== undefined && end < items.length;
  return {
    items: items.slice(start, end),
    nextPageToken: more ? Buffer.from(keyOf(last)).toString("base64url") : "",
  };
}
