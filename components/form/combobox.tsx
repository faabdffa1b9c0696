"use client";

import { type ComponentType, useEffect, useRef, useState } from "react";
import type { ComboboxSearchProps } from "~/components/form/combobox-search";
import { Field, labelIdOf, useControl } from "~/components/form/field";
import type { SelectProps } from "~/components/form/select";
import { NativeSelect } from "~/components/ui/native-select";

/**
 * A Select with a search, for long lists. It is the browser's own select until the search has
 * loaded, and without JavaScript. Afterwards the select stays, unseen, and holds the value.
 */
export function Combobox({ label, hint, options, placeholder, ...props }: SelectProps) {
  const { field, control } = useControl({ name: props.name, hint });
  const select = useRef<HTMLSelectElement>(null);
  const [Search, setSearch] = useState<ComponentType<ComboboxSearchProps>>();

  useEffect(() => {
    import("~/components/form/combobox-search").then(
      ({ ComboboxSearch }) => {
        // Nothing changes under the hands of a user who is already choosing.
        if (document.activeElement !== select.current) setSearch(() => ComboboxSearch);
      },
      () => {}, // offline: the select does it
    );
  }, []);

  const { id, name, defaultValue, ...described } = control;
  return (
    <Field label={label} hint={hint} {...{ field, control }}>
      {Search ? (
        // While its list is open, everything else is hidden from screen readers, and so is the label.
        <Search
          {...{ id, select, options, placeholder, ...described }}
          aria-labelledby={labelIdOf(control)}
        />
      ) : null}
      <div hidden={Search !== undefined}>
        <NativeSelect
          {...{ name, defaultValue, ref: select }}
          {...(Search ? {} : { id, ...described })}
          {...props}
        >
          <option value="">{placeholder ?? "Choose…"}</option>
          {options.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </NativeSelect>
      </div>
    </Field>
  );
}
