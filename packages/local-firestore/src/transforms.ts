import { type Micros, toTimestamp } from "./clock.ts";
import { storableElement } from "./limits.ts";
import { invalidArgument } from "./status.ts";
import { compareValues, isNaNValue, NULL, sameValue } from "./values.ts";
import type { FieldTransform, Value } from "./wire.ts";

const INT64_MAX = 2n ** 63n - 1n;
const INT64_MIN = -(2n ** 63n);

/**
 * The value that a transform stores, and the one that the caller is told (null for arrays).
 * https://firebase.google.com/docs/firestore/reference/rpc/google.firestore.v1#documenttransform
 */
export function transformed(
  transform: FieldTransform,
  current: Value | undefined,
  time: Micros,
): { stored: Value; result: Value } {
  switch (transform.transformType) {
    case "setToServerValue": {
      if (transform.setToServerValue !== "REQUEST_TIME") throw invalidArgument("No server value.");
      // The field is precise to the millisecond only, unlike the document's update time.
      return told({
        valueType: "timestampValue",
        timestampValue: toTimestamp(time - (time % 1_000)),
      });
    }
    case "increment": {
      const by = checkNumber(transform.increment);
      return told(isNumber(current) ? add(current, by) : by);
    }
    case "maximum":
      return told(extreme(current, checkNumber(transform.maximum), 1));
    case "minimum":
      return told(extreme(current, checkNumber(transform.minimum), -1));
    case "appendMissingElements": {
      const values = [...elements(current)];
      for (const value of transform.appendMissingElements?.values.map(storableElement) ?? []) {
        if (!values.some((known) => sameValue(known, value))) values.push(value);
      }
      return { stored: arrayOf(values), result: NULL };
    }
    case "removeAllFromArray": {
      const removed = transform.removeAllFromArray?.values ?? [];
      const kept = elements(current).filter((value) => !removed.some((r) => sameValue(r, value)));
      return { stored: arrayOf(kept), result: NULL };
    }
    default:
      throw invalidArgument("A field transform has no type.");
  }
}

const told = (value: Value) => ({ stored: value, result: value });

const elements = (value: Value | undefined) =>
  value?.valueType === "arrayValue" ? value.arrayValue.values : [];

const arrayOf = (values: Value[]): Value => ({ valueType: "arrayValue", arrayValue: { values } });

const isNumber = (value: Value | undefined): value is Value =>
  value?.valueType === "integerValue" || value?.valueType === "doubleValue";

function checkNumber(value: Value | undefined): Value {
  if (!isNumber(value)) throw invalidArgument("The operand of a numeric transform is no number.");
  return value;
}

/** Integers stay integers and stop at the ends of 64 bits; with a double, the sum is a double. */
function add(a: Value, b: Value): Value {
  if (a.valueType === "integerValue" && b.valueType === "integerValue") {
    const sum = BigInt(a.integerValue) + BigInt(b.integerValue);
    const clamped = sum > INT64_MAX ? INT64_MAX : sum < INT64_MIN ? INT64_MIN : sum;
    return { valueType: "integerValue", integerValue: String(clamped) };
  }
  return { valueType: "doubleValue", doubleValue: toNumber(a) + toNumber(b) };
}

function toNumber(value: Value): number {
  if (value.valueType === "integerValue") return Number(value.integerValue);
  return value.valueType === "doubleValue" ? value.doubleValue : Number.NaN;
}

/** The larger (sign 1) or the smaller (sign -1); of two equal numbers the stored one stays. */
function extreme(current: Value | undefined, operand: Value, sign: 1 | -1): Value {
  if (!isNumber(current) || isNaNValue(operand)) return operand;
  if (isNaNValue(current)) return current;
  return compareValues(operand, current) * sign > 0 ? operand : current;
}
