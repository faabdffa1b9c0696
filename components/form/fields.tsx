"use client";

import { useField } from "@conform-to/react/future";
import type { ComponentProps, ReactNode } from "react";
import { Input } from "~/components/ui/input";
import { NativeSelect } from "~/components/ui/native-select";
import { Textarea } from "~/components/ui/textarea";

interface Labels {
  name: string;
  label: string;
  hint?: string | undefined;
}
interface Option {
  value: string;
  label: string;
  hint?: string;
}
type Props<Tag extends "input" | "select" | "textarea"> = Labels &
  Omit<ComponentProps<Tag>, "id" | "defaultValue">;
type Choice = Labels & { options: readonly Option[] };

/** What a control takes from the ActionForm around it. */
function useControl({ name, hint }: Pick<Labels, "name" | "hint">) {
  const field = useField(name);
  const isWrong = field.errors?.length > 0;
  const texts = [isWrong && field.errorId, hint && field.descriptionId].filter(Boolean);
  const { id, defaultValue } = field;
  return {
    field,
    control: {
      ...{ id, name, defaultValue },
      "aria-invalid": isWrong || undefined,
      "aria-describedby": texts.join(" ") || undefined,
    },
  };
}

/** Label, errors and hint around a control, or around a group of them. */
function Field({
  label,
  hint,
  isGroup = false,
  children,
  ...wired
}: Omit<Labels, "name"> &
  ReturnType<typeof useControl> & { isGroup?: boolean; children: ReactNode }) {
  const { field, control } = wired;
  const [Tag, Label] = isGroup ? (["fieldset", "legend"] as const) : (["div", "label"] as const);
  return (
    <Tag
      className="min-w-0 space-y-2"
      aria-describedby={isGroup ? control["aria-describedby"] : undefined}
    >
      {label ? (
        <Label htmlFor={isGroup ? undefined : control.id} className="block text-sm font-medium">
          {label}
        </Label>
      ) : null}
      {children}
      {control["aria-invalid"] ? (
        <p id={field.errorId} className="text-sm text-destructive">
          {field.errors.join(" ")}
        </p>
      ) : null}
      {hint ? (
        <p id={field.descriptionId} className="text-sm text-muted-foreground">
          {hint}
        </p>
      ) : null}
    </Tag>
  );
}

export function TextField({ label, hint, ...props }: Props<"input">) {
  const wired = useControl({ name: props.name, hint });
  return (
    <Field label={label} hint={hint} {...wired}>
      <Input {...wired.control} {...props} />
    </Field>
  );
}

export function TextArea({ label, hint, ...props }: Props<"textarea">) {
  const wired = useControl({ name: props.name, hint });
  return (
    <Field label={label} hint={hint} {...wired}>
      <Textarea {...wired.control} {...props} />
    </Field>
  );
}

/** With a `placeholder` it starts empty, so that no option is sent by accident. */
export function Select({
  label,
  hint,
  options,
  placeholder,
  ...props
}: Props<"select"> & { options: readonly Option[]; placeholder?: string }) {
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

function Choices({ type, options, name, ...labels }: Choice & { type: "radio" | "checkbox" }) {
  const wired = useControl({ name, hint: labels.hint });
  return (
    <Field {...labels} {...wired} isGroup>
      {options.map(({ value, label, hint }, index) => (
        <label
          key={value}
          className="flex cursor-pointer gap-3 rounded-lg border border-input p-3 text-sm has-checked:border-primary has-checked:bg-accent"
        >
          <input
            type={type}
            id={index === 0 ? wired.control.id : undefined} // a link to the field leads to its first option
            name={name}
            value={value}
            defaultChecked={wired.field.defaultOptions.includes(value)}
            aria-invalid={wired.control["aria-invalid"]}
            className="mt-0.5 size-4 shrink-0 accent-primary"
          />
          <span>
            <span className="block font-medium">{label}</span>
            {hint ? <span className="block text-muted-foreground">{hint}</span> : null}
          </span>
        </label>
      ))}
    </Field>
  );
}

/** One of a few options, all in sight. */
export function RadioGroup(props: Choice) {
  return <Choices type="radio" {...props} />;
}

/** Any number of options. Parses to a list. */
export function CheckboxGroup(props: Choice) {
  return <Choices type="checkbox" {...props} />;
}

/** Yes or no. Parses to a boolean. */
export function Checkbox({ name, ...option }: Omit<Option, "value"> & { name: string }) {
  return <Choices type="checkbox" name={name} label="" options={[{ value: "on", ...option }]} />;
}
