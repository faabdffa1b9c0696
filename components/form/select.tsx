"use client";

import { type ControlProps, Field, type Option, useControl } from "~/components/form/field";
import { NativeSelect } from "~/components/ui/native-select";

export type SelectProps = ControlProps<"select"> & {
  options: readonly Option[];
  placeholder?: string;
};

/** With a `placeholder` it starts empty, so that no option is sent by accident. */
export function Select({ label, hint, options, placeholder, ...props }: SelectProps) {
  const wired = useControl({ name: props.name, hint });
  return (
    <Field label={label} hint={hint} {...wired}>
      <NativeSelect {...wired.control} {...props}>
        {placeholder ? <option value="">{placeholder}</option> : null}
        {options.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </NativeSelect>
    </Field>
  );
}
