/**
 * What Firestore answers, written as simply as possible from its documentation: filter, sort, slice.
 * It shares no code with the server.
 */
import type { Change, Condition, Filter, Query, Write } from "./scenario.ts";
import { compare, type Data, isMap, named, textOf, typeOf } from "./values.ts";

interface Row {
  id: string;
  data: Data;
}

/** Documents by their ids. */
export class Model {
  #documents = new Map<string, Data>();

  /** Does all writes and returns "ok", or none and returns the code of the first that is refused. */
  commit(writes: readonly Write[]): string {
    for (const write of writes) {
      const exists = this.#documents.has(write.id);
      if (exists && (write.kind === "create" || write.kind === "delete missing")) return "6";
      if (!exists && (write.kind === "update" || write.kind === "delete existing")) return "5";
    }
    for (const write of writes) {
      const after = this.#after(write);
      if (after) this.#documents.set(write.id, after);
      else this.#documents.delete(write.id);
    }
    return "ok";
  }

  #after(write: Write): Data | undefined {
    const before = this.#documents.get(write.id) ?? {};
    switch (write.kind) {
      case "set":
      case "create":
        return allNamed(write.data);
      case "merge":
        return merged(before, allNamed(write.data));
      case "update":
        return changed(before, write.path.split("."), write.to);
      default:
        return undefined;
    }
  }

  answer(given: Query): string {
    const query = given.toLast ? reversed(given) : given;
    const refusal = refusalOf(query);
    if (refusal) return refusal;
    const orders = allOrders(query);
    const found = [...this.#documents]
      .map(([id, data]): Row => ({ id, data }))
      .filter((row) => query.where.every((filter) => holds(filter, row)))
      .filter((row) => orders.every(({ field }) => fieldOf(row, field) !== undefined))
      .sort((a, b) => byOrders(orders, a, keysOf(b, orders)))
      .filter((row) => {
        const start = query.start && byOrders(orders, row, cursorKeys(query.start.values, orders));
        const end = query.end && byOrders(orders, row, cursorKeys(query.end.values, orders));
        if (start !== null && (query.start?.after ? start <= 0 : start < 0)) return false;
        return end === null || (query.end?.before ? end < 0 : end <= 0);
      })
      .slice(query.offset, query.offset + (query.limit ?? 1_000));
    if (given.toLast) found.reverse();

    const numbers = (field: string) =>
      found.map(({ data }) => data[field]).filter((value) => typeof value === "number");
    const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
    switch (query.answer) {
      case "documents":
        return found.map((row) => `${row.id} ${textOf(selected(row.data, query.select))}`).join();
      case "count":
        return String(found.length);
      case "sum a":
        return String(sum(numbers("a")));
      default: {
        const values = numbers("b");
        return values.length === 0 ? "null" : String(sum(values) / values.length);
      }
    }
  }
}

const allNamed = (names: Record<string, string>): Data =>
  Object.fromEntries(Object.entries(names).map(([field, name]) => [field, named(name)]));

function merged(before: Data, data: Data): Data {
  const after = { ...before };
  for (const [key, value] of Object.entries(data)) {
    const there = after[key];
    const isDeep = isMap(value) && Object.keys(value).length > 0;
    after[key] = isDeep ? merged(isMap(there) ? there : {}, value) : value;
  }
  return after;
}

function changed(before: Data, [key = "", ...rest]: string[], change: Change): Data {
  const there = before[key];
  const { [key]: _, ...others } = before;
  if (rest.length > 0) {
    if (!isMap(there) && change === "delete") return before;
    return { ...before, [key]: changed(isMap(there) ? there : {}, rest, change) };
  }
  if (change === "delete") return others;
  return { ...before, [key]: newValue(there, change) };
}

function newValue(there: unknown, change: Exclude<Change, "delete">): unknown {
  if ("value" in change) return named(change.value);
  if ("increment" in change) {
    return typeof there === "number" ? there + change.increment : change.increment;
  }
  const list: unknown[] = Array.isArray(there) ? [...there] : [];
  if ("remove" in change) {
    return list.filter((item) => !change.remove.some((name) => compare(named(name), item) === 0));
  }
  for (const value of change.union.map(named)) {
    if (!list.some((item) => compare(item, value) === 0)) list.push(value);
  }
  return list;
}

function fieldOf({ id, data }: Row, field: string): unknown {
  if (field === "__name__") return id;
  const [key = "", inner] = field.split(".");
  const value = data[key];
  if (inner === undefined) return value;
  return isMap(value) ? value[inner] : undefined;
}

/** Numbers first, then by the bytes of UTF-8. */
function compareIds(a: string, b: string): number {
  const [x, y] = [a, b].map((id) => Number(/^__id(-?\d+)__$/.exec(id)?.[1] ?? Number.NaN));
  if (x !== undefined && y !== undefined && !(Number.isNaN(x) && Number.isNaN(y))) {
    return Number.isNaN(x) ? 1 : Number.isNaN(y) ? -1 : x - y;
  }
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

const compareFields = (field: string, a: unknown, b: unknown) =>
  field === "__name__" ? compareIds(String(a), String(b)) : compare(a, b);

function holds(filter: Filter, row: Row): boolean {
  if ("or" in filter) return filter.or.some((part) => holds(part, row));
  if ("and" in filter) return filter.and.every((part) => holds(part, row));
  const value = fieldOf(row, filter.field);
  return value !== undefined && meets(filter, value);
}

function meets({ field, op, values: names }: Condition, value: unknown): boolean {
  const operands = field === "__name__" ? names : names.map(named);
  const equals = (a: unknown, b: unknown) => compareFields(field, a, b) === 0;
  const isNothing = (a: unknown) => a === null || Number.isNaN(a);
  /** Null and NaN are in no list. */
  const isOneOf = (a: unknown) => !isNothing(a) && operands.some((operand) => equals(a, operand));
  const [operand] = operands;
  const compared = compareFields(field, value, operand);
  const isSameKind =
    field === "__name__" ||
    (typeOf(value) === typeOf(operand) && Number.isNaN(value) === Number.isNaN(operand));
  switch (op) {
    case "==":
      return equals(value, operand);
    case "!=":
      return value !== null && !equals(value, operand);
    case "<":
      return isSameKind && compared < 0;
    case "<=":
      return isSameKind && compared <= 0;
    case ">":
      return isSameKind && compared > 0;
    case ">=":
      return isSameKind && compared >= 0;
    case "in":
      return isOneOf(value);
    case "not-in":
      return value !== null && !operands.includes(null) && !isOneOf(value);
    case "array-contains":
      return Array.isArray(value) && value.some((item) => equals(item, operand));
    case "array-contains-any":
      return Array.isArray(value) && value.some(isOneOf);
  }
}

const reversed = (query: Query): Query => ({
  ...query,
  orders: query.orders.map(({ field, descending }) => ({ field, descending: !descending })),
  start: query.end && { values: query.end.values, after: query.end.before },
  end: query.start && { values: query.start.values, before: query.start.after },
});

const isRange = (op: string) => /^[<>]/.test(op) || op === "!=" || op === "not-in";

function conditionsOf(filter: Filter): Condition[] {
  if ("or" in filter) return filter.or.flatMap(conditionsOf);
  return "and" in filter ? filter.and.flatMap(conditionsOf) : [filter];
}

/** The given orders, the fields of ranges and of sums, and the id. */
function allOrders({ where, orders, answer }: Query): Query["orders"] {
  const ranges = where.flatMap(conditionsOf).filter(({ op }) => isRange(op));
  const fields = ranges.map(({ field }) => field).filter((field) => field !== "__name__");
  const summed = answer === "sum a" ? ["a"] : answer === "average b" ? ["b"] : [];
  const descending = orders.at(-1)?.descending ?? false;
  const all = [...orders];
  for (const field of [...fields.sort(), ...summed, "__name__"]) {
    if (!all.some((order) => order.field === field)) all.push({ field, descending });
  }
  return all;
}

const keysOf = (row: Row, orders: Query["orders"]) =>
  orders.map(({ field }) => fieldOf(row, field));
const cursorKeys = (names: readonly string[], orders: Query["orders"]) =>
  names.map((name, i) => (orders[i]?.field === "__name__" ? name : named(name)));

function byOrders(orders: Query["orders"], row: Row, keys: readonly unknown[]): number {
  for (const [i, { field, descending }] of orders.slice(0, keys.length).entries()) {
    const result = compareFields(field, fieldOf(row, field), keys[i]);
    if (result !== 0) return descending ? -result : result;
  }
  return 0;
}

function selected(data: Data, select: readonly string[] | null): Data {
  if (!select) return data;
  const some: Data = {};
  if (select.includes("a") && data.a !== undefined) some.a = data.a;
  if (select.includes("c.x") && isMap(data.c) && "x" in data.c) some.c = { x: data.c.x };
  return some;
}

/** The code with which Firestore refuses a query. */
function refusalOf(query: Query): string | undefined {
  const { where, orders, answer } = query;
  const conditions = where.flatMap(conditionsOf);
  const ops = conditions.map(({ op }) => op);
  const isNamed = (each: { field: string }) => each.field === "__name__";
  const ranges = conditions.filter(({ op }) => isRange(op));
  if (ops.filter((op) => op === "!=" || op === "not-in").length > 1) return "3";
  const hasOr = (filter: Filter): boolean =>
    "or" in filter ? filter.or.length > 1 : "and" in filter && filter.and.some(hasOr);
  if (ops.includes("not-in")) {
    if (ops.includes("in") || ops.includes("array-contains-any") || where.some(hasOr)) return "3";
  }
  if (mostArrays({ and: where }) > 1) return "3";
  if (disjunctions({ and: where }).length > 30) return "3";
  const keyed = conditions.some((each) => isNamed(each) && !isRange(each.op));
  if (keyed && ranges.length > 0 && !ranges.some(isNamed)) return "3";

  const summed = answer === "sum a" ? "a" : answer === "average b" ? "b" : undefined;
  if (summed && query.select) return "3";
  const onlyNames = conditions.every(isNamed);
  if (orders.length > 0 && orders.every((o) => isNamed(o) && o.descending) && onlyNames) return "9";
  const name = orders.findIndex(isNamed);
  if (name !== -1 && name < orders.length - 1) return "3";
  if (new Set(orders.map(({ field }) => field)).size < orders.length) return "3";
  const ordered = (field: string) => orders.some((order) => order.field === field);
  if (name !== -1 && ranges.some((each) => !isNamed(each) && !ordered(each.field))) return "3";

  if (!summed) return undefined;
  const known = ordered(summed) || ranges.some(({ field }) => field === summed);
  if (!known && (name !== -1 || conditions.some(isNamed))) return "3";
  return undefined;
}

/** A filter as a list of sets of conditions, without what is there twice. */
function disjunctions(filter: Filter): string[][] {
  if ("or" in filter) return unique(filter.or.flatMap(disjunctions));
  if ("and" in filter) {
    const parts = unique(flat(filter.and).map(disjunctions));
    return parts.reduce(
      (all, part) => unique(all.flatMap((a) => part.map((b) => unique([...a, ...b]).sort()))),
      [[]],
    );
  }
  const { field, op, values } = filter;
  // What a list cannot find, NaN and an empty array in an array, is one condition with null.
  const isNever = (value: string) =>
    value === "NaN" || (op === "array-contains-any" && value === "[]");
  const listed = values.map((value) => (isNever(value) ? "null" : value));
  if (op === "in") return unique(listed.map((value) => [`${field} == ${value}`]));
  if (op === "array-contains-any") return unique(listed.map((value) => [`${field} any ${value}`]));
  return [[`${field} ${op} ${values}`]];
}

const flat = (filters: readonly Filter[]): Filter[] =>
  filters.flatMap((filter) => ("and" in filter ? flat(filter.and) : [filter]));

const unique = <T>(items: readonly T[]): T[] => [
  ...new Map(items.map((item) => [JSON.stringify(item), item])).values(),
];

function mostArrays(filter: Filter): number {
  if ("or" in filter) return Math.max(...filter.or.map(mostArrays));
  if (!("and" in filter)) return filter.op.startsWith("array") ? 1 : 0;
  const parts = new Map(flat(filter.and).map((part) => [JSON.stringify(disjunctions(part)), part]));
  return [...parts.values()].reduce((sum, part) => sum + mostArrays(part), 0);
}
