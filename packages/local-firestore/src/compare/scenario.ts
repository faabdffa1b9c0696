import fc from "fast-check";
import { ELEMENTS, VALUES } from "./values.ts";

const OPERATORS = [
  "==",
  "!=",
  "<",
  "<=",
  ">",
  ">=",
  "in",
  "not-in",
  "array-contains",
  "array-contains-any",
] as const;
type Operator = (typeof OPERATORS)[number];

/** Values are named as in VALUES, so that a report can be read and run again. */
export type Write =
  | { kind: "set" | "merge" | "create"; id: string; data: Record<string, string> }
  | { kind: "update"; id: string; path: string; to: Change }
  | { kind: "delete" | "delete existing" | "delete missing"; id: string };
export type Change =
  | { value: string }
  | { increment: number }
  | { union: string[] }
  | { remove: string[] }
  | "delete";

export type Condition = { field: string; op: Operator; values: string[] };
export type Filter = Condition | { or: Filter[] } | { and: Filter[] };

export interface Query {
  where: Filter[];
  orders: { field: string; descending: boolean }[];
  start: { values: string[]; after: boolean } | null;
  end: { values: string[]; before: boolean } | null;
  offset: number;
  limit: number | null;
  toLast: boolean;
  select: string[] | null;
  answer: "documents" | "count" | "sum a" | "average b";
}

/** Writes, one commit for each list, and queries of what they leave. */
export interface Round {
  commits: Write[][];
  queries: Query[];
}

export const IDS = ["0", "10", "9", "A", "a", "a b", "a-b", "b", "~", "é", "～", "😀", "__id7__"];
const FIELDS = ["a", "b", "c", "c.x"];

const id = fc.constantFrom(...IDS);
const value = fc.constantFrom(...Object.keys(VALUES));
const elements = fc.array(fc.constantFrom(...ELEMENTS), { minLength: 1, maxLength: 3 });

const data = fc.record({ a: value, b: value, c: value }, { requiredKeys: [] });
const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ value }) },
  fc.record({ increment: fc.constantFrom(1, -2, 0.5) }),
  fc.record({ union: elements }),
  fc.record({ remove: elements }),
  fc.constant("delete" as const),
);
const write: fc.Arbitrary<Write> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("set" as const), id, data }) },
  fc.record({ kind: fc.constantFrom("merge" as const, "create" as const), id, data }),
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("update" as const),
      id,
      path: fc.constantFrom("a", "b", "c", "c.x", "c.y"),
      to: change,
    }),
  },
  fc.record({
    kind: fc.constantFrom("delete" as const, "delete existing" as const, "delete missing" as const),
    id,
  }),
);

const operator = fc.constantFrom(...OPERATORS);
const isList = (op: string) => op.endsWith("in") || op.endsWith("any");
const isRange = (op: string) => op.startsWith("<") || op.startsWith(">");
// The SDK refuses ranges of null and NaN, and sends array-contains of them as "is not null".
const comparable = fc.constantFrom(
  ...Object.keys(VALUES).filter((name) => name !== "null" && name !== "NaN"),
);

const fieldCondition = fc.tuple(fc.constantFrom(...FIELDS), operator).chain(([field, op]) =>
  fc.record({
    field: fc.constant(field),
    op: fc.constant(op),
    values: fc.array(isRange(op) || op === "array-contains" ? comparable : value, {
      minLength: 1,
      maxLength: isList(op) ? 4 : 1,
    }),
  }),
);
const idCondition = operator
  .filter((op) => !op.startsWith("array"))
  .chain((op) =>
    fc.record({
      field: fc.constant("__name__"),
      op: fc.constant(op),
      values: fc.array(id, { minLength: 1, maxLength: isList(op) ? 4 : 1 }),
    }),
  );
const condition = fc.oneof({ weight: 6, arbitrary: fieldCondition }, idCondition);
const parts = (max: number) => fc.array(condition, { minLength: 1, maxLength: max });
const filter: fc.Arbitrary<Filter> = fc.oneof(
  { weight: 6, arbitrary: condition },
  fc.record({ or: parts(3) }),
  fc.record({ or: fc.array(fc.record({ and: parts(2) }), { minLength: 1, maxLength: 3 }) }),
  fc.record({ and: fc.array(fc.record({ or: parts(2) }), { minLength: 1, maxLength: 2 }) }),
);

const order = fc.record({
  field: fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...FIELDS) }, fc.constant("__name__")),
  descending: fc.boolean(),
});

/** A cursor gives at most one value for each order. */
const cursorOf = (orders: Query["orders"]) =>
  fc.tuple(...orders.map(({ field }) => (field === "__name__" ? id : value))).chain((values) =>
    fc.record({
      values: fc.integer({ min: 1, max: values.length }).map((count) => values.slice(0, count)),
      flag: fc.boolean(),
    }),
  );

const query: fc.Arbitrary<Query> = fc
  .record({
    where: fc.oneof(
      fc.constant<Filter[]>([]),
      fc.array(filter, { minLength: 1, maxLength: 1 }),
      fc.array(filter, { minLength: 2, maxLength: 3 }),
    ),
    orders: fc.array(order, { maxLength: 2 }),
  })
  .chain(({ where, orders }) => {
    const cursor = orders.length === 0 ? fc.constant(null) : fc.option(cursorOf(orders));
    return fc
      .record({
        start: cursor,
        end: cursor,
        offset: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 3 })),
        limit: fc.option(fc.integer({ min: 1, max: 6 })),
        toLast: fc.integer({ min: 0, max: 5 }).map((n) => n === 5 && orders.length > 0),
        select: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, fc.subarray(["a", "c.x"])),
        answer: fc.oneof(
          { weight: 4, arbitrary: fc.constant("documents" as const) },
          fc.constantFrom("count" as const, "sum a" as const, "average b" as const),
        ),
      })
      .map(({ start, end, toLast, limit, ...rest }) => ({
        where,
        orders,
        start: start && { values: start.values, after: start.flag },
        end: end && { values: end.values, before: end.flag },
        limit,
        toLast: toLast && limit !== null,
        ...rest,
      }));
  });

const distinct = fc.uniqueArray(write, { selector: ({ id }) => id, maxLength: 3 });

/** About 50 writes and 60 queries. They can all be left out, so that what is left is short. */
export const scenario: fc.Arbitrary<Round[]> = fc.array(
  fc.record({
    commits: fc.array(distinct, { maxLength: 10, size: "max" }),
    queries: fc.array(query, { maxLength: 24, size: "max" }),
  }),
  { maxLength: 10, size: "max" },
);
