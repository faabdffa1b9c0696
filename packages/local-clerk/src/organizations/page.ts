import { z } from "zod";

function number(min: number, max: number, byDefault: number) {
  return z.tuple([z.coerce.number().int().min(min).max(max)]).default([byDefault]);
}

/** One value of a query parameter. */
export const one = z.tuple([z.string()]).optional();
/** Up to a hundred values, Clerk's limit. */
export const many = z.array(z.string()).max(100).optional();
/** `true` or `false`. */
export const flag = z.tuple([z.enum(["true", "false"])]).optional();

export const pageQuery = {
  limit: number(1, 500, 10),
  offset: number(0, Number.MAX_SAFE_INTEGER, 0),
  paginated: one,
};

export interface Page {
  limit: readonly [number];
  offset: readonly [number];
}

/** One page of a list, as both APIs answer it. */
export function pageOf<From, To>(
  all: readonly From[],
  { limit: [limit], offset: [offset] }: Page,
  toJSON: (one: From) => To,
): { data: To[]; total_count: number } {
  return { data: all.slice(offset, offset + limit).map(toJSON), total_count: all.length };
}

/** `name`, `+name` or `-name`, of the named keys. */
export function orderQuery<K extends string>(
  keys: readonly [K, ...K[]],
  byDefault: `${"+" | "-"}${K}`,
) {
  return z
    .tuple([z.templateLiteral([z.enum(["", "+", "-"]), z.enum(keys)])])
    .transform(([text]) => ({
      key: keys.find((key) => text.replace(/^[+-]/, "") === key) ?? keys[0],
      isDescending: text.startsWith("-"),
    }))
    .default({
      key: keys.find((key) => byDefault.slice(1) === key) ?? keys[0],
      isDescending: byDefault.startsWith("-"),
    });
}

/** A sorted copy; what is equal keeps its order, newest first where `isDescending`. */
export function sortedBy<T>(
  all: readonly T[],
  key: (one: T) => number | string,
  isDescending: boolean,
): T[] {
  const inOrder = isDescending ? all.toReversed() : [...all];
  return inOrder.sort((a, b) => {
    const [left, right] = [key(a), key(b)];
    if (left === right) return 0;
    return (left < right ? -1 : 1) * (isDescending ? -1 : 1);
  });
}
