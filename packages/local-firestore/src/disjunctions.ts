import type { FieldPath } from "./field-path.ts";
import type { Filter } from "./filter.ts";
import { invalidArgument } from "./status.ts";
import { storedValue } from "./stored-value.ts";
import { isNaNValue, NULL } from "./values.ts";
import type { FieldOperator, Value } from "./wire.ts";

/** https://firebase.google.com/docs/firestore/query-data/queries#limits_on_or_queries */
const MAX_DISJUNCTIONS = 30;
/** A filter that is nested so deeply on purpose must not take all memory on the way to an error. */
const MAX_ON_THE_WAY = 1_000;

/** The conditions of one AND, written as texts: equal ones count once. */
type Conjunction = ReadonlySet<string>;

interface NormalForm {
  /** Each AND under the text of all its conditions: equal ones count once here, too. */
  conjunctions: ReadonlyMap<string, Conjunction>;
  /** The most filters of arrays that come together in one AND. */
  arrays: number;
}

/** Refuses a filter that is too much work when it is written as one OR of ANDs. */
export function checkDisjunctions(filter: Filter): void {
  const { conjunctions, arrays } = normalForm(filter);
  if (conjunctions.size > MAX_DISJUNCTIONS) throw tooMany();
  if (arrays > 1) {
    throw invalidArgument("At most 1 ARRAY_CONTAINS filter is allowed per disjunction.");
  }
}

const tooMany = () => invalidArgument(`A query has at most ${MAX_DISJUNCTIONS} disjunctions.`);

function normalForm(filter: Filter): NormalForm {
  switch (filter.kind) {
    case "any": {
      const forms = filter.filters.map(normalForm);
      return {
        conjunctions: new Map(forms.flatMap(({ conjunctions }) => [...conjunctions])),
        arrays: Math.max(...forms.map(({ arrays }) => arrays)),
      };
    }
    case "all": {
      const forms = flattened(filter.filters).map(normalForm);
      // The same OR twice is that OR, not each of its parts with each of its parts.
      const distinct = new Map(
        forms.map((form) => [[...form.conjunctions.keys()].join("|"), form]),
      );
      return [...distinct.values()].reduce(product);
    }
    case "unary":
      return formOf([conditionText(filter.op, filter.path)], 0);
    case "field": {
      const { op, path, value } = filter;
      const arrays = op.startsWith("ARRAY_") ? 1 : 0;
      if ((op === "IN" || op === "ARRAY_CONTAINS_ANY") && value.valueType === "arrayValue") {
        const each = op === "IN" ? "EQUAL" : op;
        const conditions = value.arrayValue.values.map((item) =>
          conditionText(each, path, isNeverFound(op, item) ? NULL : item),
        );
        return formOf(conditions, arrays);
      }
      return formOf([conditionText(op, path, value)], arrays);
    }
  }
}

/**
 * What such a list cannot find: NaN and null equal nothing there, and Google adds an empty array for
 * arrays. Together they are one condition that never holds.
 */
const isNeverFound = (op: FieldOperator, item: Value) =>
  isNaNValue(item) || (op === "ARRAY_CONTAINS_ANY" && isEmptyArray(item));

const isEmptyArray = (value: Value) =>
  value.valueType === "arrayValue" && value.arrayValue.values.length === 0;

const flattened = (filters: readonly Filter[]): Filter[] =>
  filters.flatMap((filter) => (filter.kind === "all" ? flattened(filter.filters) : [filter]));

const conditionText = (op: string, path: FieldPath, value?: Value) =>
  JSON.stringify([op, path, value && storedValue(value)]);

const formOf = (conditions: readonly string[], arrays: number): NormalForm => ({
  conjunctions: new Map(conditions.map((condition) => [condition, new Set([condition])])),
  arrays,
});

function product(a: NormalForm, b: NormalForm): NormalForm {
  const conjunctions = new Map<string, Conjunction>();
  for (const x of a.conjunctions.values()) {
    for (const y of b.conjunctions.values()) {
      const both = [...new Set([...x, ...y])].sort();
      conjunctions.set(both.join("&"), new Set(both));
    }
    if (conjunctions.size > MAX_ON_THE_WAY) throw tooMany();
  }
  return { conjunctions, arrays: a.arrays + b.arrays };
}
