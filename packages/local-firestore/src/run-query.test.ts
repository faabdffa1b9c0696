import { expect, test, vi } from "vitest";
import { Collection } from "./collection.ts";
import { parseQuery } from "./query.ts";
import { countQuery, runQuery } from "./run-query.ts";
import { Store } from "./store.ts";
import type { FieldOperator, FilterMessage, StructuredQuery, Value } from "./wire.ts";

const ROOT = "projects/p/databases/d/documents";
const ALWAYS = Number.POSITIVE_INFINITY;

const integer = (n: number): Value => ({ valueType: "integerValue", integerValue: String(n) });
const text = (stringValue: string): Value => ({ valueType: "stringValue", stringValue });
const VALUES: Value[] = [
  { valueType: "nullValue", nullValue: "NULL_VALUE" },
  { valueType: "doubleValue", doubleValue: Number.NaN },
  { valueType: "doubleValue", doubleValue: 2 },
  ...[0, 1, 2, 3, 4].map(integer),
  text("a"),
  text("b"),
];

const where = (fieldPath: string, op: FieldOperator, value: Value): FilterMessage => ({
  filterType: "fieldFilter",
  fieldFilter: { field: { fieldPath }, op, value },
});
const and = (...filters: FilterMessage[]): FilterMessage => ({
  filterType: "compositeFilter",
  compositeFilter: { op: "AND", filters },
});
const by = (...fields: string[]) => ({
  orderBy: fields.map((field) => ({
    field: { fieldPath: field.replace("-", "") },
    direction: field.startsWith("-") ? "DESCENDING" : "ASCENDING",
  })),
});

const QUERIES: Partial<StructuredQuery>[] = [
  {},
  by("__name__"),
  by("a"),
  by("-a"),
  by("a", "-__name__"),
  by("a", "b"),
  by("a", "-b"),
  by("-b", "a", "-__name__"),
  ...(["EQUAL", "LESS_THAN", "LESS_THAN_OR_EQUAL", "GREATER_THAN_OR_EQUAL"] as const).flatMap(
    (op) => VALUES.map((value) => ({ where: where("a", op, value) })),
  ),
  { where: where("a", "NOT_EQUAL", integer(1)) },
  { where: and(where("a", "EQUAL", integer(2)), where("b", "GREATER_THAN", integer(0))) },
  { where: and(where("a", "GREATER_THAN", integer(0)), where("a", "LESS_THAN", integer(3))) },
  { where: and(where("a", "EQUAL", integer(2)), where("b", "EQUAL", integer(2))) },
  { where: where("a", "EQUAL", integer(2)), ...by("b") },
  { where: where("a", "EQUAL", integer(2)), ...by("-__name__") },
  { where: where("a", "EQUAL", integer(2)), ...by("a", "-b") },
  { ...by("a"), startAt: { values: [integer(2)], before: true } },
  { ...by("a"), startAt: { values: [integer(2)], before: false } },
  { ...by("-a"), startAt: { values: [integer(2)], before: false } },
  { ...by("-a"), endAt: { values: [integer(2)], before: true } },
  { ...by("a", "b"), startAt: { values: [integer(1), text("a")], before: true } },
  { ...by("a"), endAt: { values: [text("a")], before: false } },
];
const LIMITS = [{}, { limit: { value: 7 } }, { limit: { value: 5 }, offset: 3 }];

test("an index answers what a scan answers, after every kind of change", () => {
  const store = new Store();
  let random = 1;
  const pick = (count: number) => {
    random = (random * 48_271) % 2_147_483_647;
    return random % count;
  };
  /** Writes, replaces and deletes some of 700 documents. */
  const change = (count: number) => {
    for (let i = 0; i < count; i++) {
      const time = store.clock.tick();
      const name = `${ROOT}/c/${pick(700)}`;
      const [a, b] = [VALUES[pick(VALUES.length + 2)], VALUES[pick(VALUES.length)]];
      const document = {
        name,
        fields: { ...(a && { a }), ...(b && { b }) },
        createTime: time,
        updateTime: time,
      };
      store.commit(time, [{ name, document: pick(4) === 0 ? undefined : document }]);
    }
  };
  const answers = () =>
    QUERIES.flatMap((part) =>
      LIMITS.map((some) => {
        const query = parseQuery(ROOT, {
          select: null,
          from: [{ collectionId: "c", allDescendants: false }],
          where: null,
          orderBy: [],
          startAt: null,
          endAt: null,
          offset: 0,
          limit: null,
          findNearest: null,
          ...part,
          ...some,
        });
        const { documents, skipped } = runQuery(store, query, ALWAYS);
        const names = documents.map(({ name, updateTime }) => `${name} ${updateTime}`);
        return { part, some, names, skipped, count: countQuery(store, query, ALWAYS) };
      }),
    );

  change(3_000);
  for (const changes of [1, 30, 1_000]) {
    change(changes);
    const indexed = vi.spyOn(Collection.prototype, "indexed");
    const fromIndex = answers();
    expect(indexed.mock.results.some(({ value }) => value !== undefined)).toBe(true);
    indexed.mockReturnValue(undefined);
    const scanned = answers();
    indexed.mockRestore();
    expect(fromIndex).toEqual(scanned);
  }
});
