import { z } from "zod";

const one = z.tuple([z.string()]).optional();

/** What every list takes; Clerk's limits and defaults. */
export const pageQuery = z.strictObject({
  limit: z.tuple([z.coerce.number().int().min(1).max(500)]).default([10]),
  offset: z.tuple([z.coerce.number().int().min(0)]).default([0]),
  paginated: one,
});

/** `+created_at`, `-created_at` or `created_at`, of these keys; the newest first unless given. */
export function orderBy(keys: readonly string[]) {
  const isKnown = (text: string) => keys.includes(text.replace(/^[+-]/, ""));
  const text = z.string().refine(isKnown, `must be one of ${keys.join(", ")}`);
  return z.tuple([text]).default(["-created_at"]);
}

/** Sorted as `order_by` says, by the value that `of` reads. */
export function sorted<T>(
  all: Iterable<T>,
  [order]: [string],
  of: (item: T, key: string) => string | number,
): T[] {
  const direction = order.startsWith("-") ? -1 : 1;
  const key = order.replace(/^[+-]/, "");
  return [...all].sort((a, b) => {
    const [left, right] = [of(a, key), of(b, key)];
    return left === right ? 0 : direction * (left < right ? -1 : 1);
  });
}

/** One page as `{ data, total_count }`. */
export function page<T, J>(
  all: readonly T[],
  { limit: [limit], offset: [offset] }: z.infer<typeof pageQuery>,
  json: (item: T) => J,
): { data: J[]; total_count: number } {
  return { data: all.slice(offset, offset + limit).map(json), total_count: all.length };
}
