"use client";

import type { ComponentProps, ReactNode } from "react";
import { Field, type Labels, type Option, useControl } from "~/components/form/field";

interface OptionCardProps extends ComponentProps<"input"> {
  label: ReactNode;
  hint?: string | undefined;
}

/** A radio button or a checkbox in a frame that can be clicked as a whole. */
function OptionCard({ label, hint, ...input }: OptionCardProps) {
  return (
    <label className="flex cursor-pointer gap-3 rounded-lg border border-input p-3 text-sm has-checked:border-primary has-checked:bg-accent">
      <input
        className="mt-0.5 size-4 shrink-0 border-input accent-primary [&[type=radio]]:appearance-none [&[type=radio]]:rounded-full [&[type=radio]]:border [&[type=radio]]:bg-card [&[type=radio]]:checked:border-5 [&[type=radio]]:checked:border-primary"
        {...input}
      />
      <span>
        <span className="block font-medium [&_a]:underline [&_a]:underline-offset-2">{label}</span>
        {hint ? <span className="block text-muted-foreground">{hint}</span> : null}
      </span>
    </label>
  );
}

type ChoiceProps = Labels & { options: readonly Option[] };

function Choices({ type, options, name, ...labels }: ChoiceProps & { type: "radio" | "checkbox" }) {
  const wired = useControl({ name, hint: labels.hint });
  return (
    <Field {...labels} {...wired} isGroup>
      {options.map((option, index) => (
        <OptionCard
          key={option.value}
          {...{ type, name, ...option }}
          id={index === 0 ? wired.control.id : undefined} // a link to the field leads to its first option
          defaultChecked={wired.field.defaultOptions.includes(option.value)}
          aria-invalid={wired.control["aria-invalid"]}
        />
      ))}
    </Field>
  );
}

export function RadioGroup(props: ChoiceProps) {
  return <Choices type="radio" {...props} />;
}

/** Any number of options. Parses to a list. */
export function CheckboxGroup(props: ChoiceProps) {
  return <Choices type="checkbox" {...props} />;
}

/** Yes or no. Parses to a boolean. The label of a consent may have links to what it is about. */
export function Checkbox({
  name,
  ...labels
}: Omit<OptionCardProps, "type" | "id" | "value" | "name"> & { name: string }) {
  const wired = useControl({ name });
  const { defaultValue: _, ...control } = wired.control;
  return (
    <Field {...wired}>
      <OptionCard
        {...{ type: "checkbox", value: "on", ...control, ...labels }}
        defaultChecked={wired.field.defaultOptions.includes("on")}
      />
    </Field>
  );
}
