"use client";

import { Combobox } from "@base-ui/react/combobox";
import { Check, ChevronDown } from "lucide-react";
import { type ComponentProps, type RefObject, useEffect, useState } from "react";
import type { Option } from "~/components/form/field";
import { Input } from "~/components/ui/input";

export interface ComboboxSearchProps extends ComponentProps<"input"> {
  options: readonly Option[];
  /** Holds the value. Any change of it is followed here. */
  select: RefObject<HTMLSelectElement | null>;
}

export function ComboboxSearch({ options, select, ...input }: ComboboxSearchProps) {
  const [value, setValue] = useState("");

  useEffect(() => {
    const element = select.current;
    const follow = () => setValue(element?.value ?? "");
    follow();
    element?.addEventListener("input", follow);
    return () => element?.removeEventListener("input", follow);
  }, [select]);

  function choose(option: Option | null): void {
    if (!select.current) return;
    select.current.value = option?.value ?? "";
    select.current.dispatchEvent(new Event("input", { bubbles: true }));
  }

  return (
    <Combobox.Root
      items={options}
      value={options.find((option) => option.value === value) ?? null}
      onValueChange={choose}
      autoHighlight
    >
      <Combobox.InputGroup className="relative">
        <Combobox.Input render={<Input className="pr-9" />} {...input} />
        <Combobox.Trigger
          aria-label="Show all"
          className="absolute inset-y-0 right-0 flex w-10 items-center justify-center text-muted-foreground"
        >
          <ChevronDown aria-hidden="true" className="size-4" />
        </Combobox.Trigger>
      </Combobox.InputGroup>
      <Combobox.Portal>
        <Combobox.Positioner sideOffset={4} className="z-50">
          <Combobox.Popup className="w-(--anchor-width) rounded-lg border bg-popover text-sm text-popover-foreground shadow-md">
            <Combobox.Empty className="p-3 text-muted-foreground empty:hidden">
              Nothing matches.
            </Combobox.Empty>
            <Combobox.List className="max-h-[min(20rem,var(--available-height))] overflow-y-auto overscroll-contain p-1 empty:hidden">
              {(option: Option) => (
                <Combobox.Item
                  key={option.value}
                  value={option}
                  className="flex cursor-default items-center gap-2 rounded-md px-2 py-1.5 data-highlighted:bg-accent data-highlighted:text-accent-foreground"
                >
                  <span className="grow">{option.label}</span>
                  <Combobox.ItemIndicator>
                    <Check aria-hidden="true" className="size-4" />
                  </Combobox.ItemIndicator>
                </Combobox.Item>
              )}
            </Combobox.List>
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  );
}
