import { z } from "zod";

const LABELS = new WeakMap<object, ReadonlyMap<unknown, string>>();

/** One of these options. The finish page shows its label. */
export function oneOf<Value extends string>(
  options: readonly { value: Value; label: string }[],
  message: string,
) {
  const schema = z.enum(
    options.map(({ value }) => value),
    message,
  );
  LABELS.set(schema, new Map(options.map(({ value, label }) => [value, label])));
  return schema;
}

/** The schema in a list, or with a default, a transform or what else may be around it. */
export function innerOf(schema: z.core.$ZodType | undefined): z.core.$ZodType | undefined {
  if (schema instanceof z.ZodArray) return innerOf(schema.def.element);
  if (schema instanceof z.ZodSet) return innerOf(schema.def.valueType);
  if (schema instanceof z.ZodPipe) {
    const { in: first, out } = schema.def;
    return innerOf(first instanceof z.ZodTransform ? out : first);
  }
  const isWrapper =
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodCatch ||
    schema instanceof z.ZodReadonly;
  return isWrapper ? innerOf(schema.def.innerType) : schema;
}

/** What a value is called among the options of its field; undefined where it isn't one. */
export function labelOf(value: unknown, field: z.core.$ZodType | undefined): string | undefined {
  const inner = innerOf(field);
  return inner && LABELS.get(inner)?.get(value);
}
