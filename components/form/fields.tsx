"use client";

import { useField } from "@conform-to/react/future";
import type { ComponentProps, ReactNode } from "react";
import { Input } from "~/components/ui/input";
import { NativeSelect } from "~/components/ui/native-select";
import { Textarea } from "~/components/ui/textarea";

export interface Option {
  value: string;
  label: string;
  hint?: string;
}
interface Labels {
  name: string;
  label?: string | undefined;
  hint?: string | undefined;
}
type Props<Tag extends "input" | "select" | "textarea"> = Labels & { label: string } & Omit<
    ComponentProps<Tag>,
    "id" | "defaultValue"
  >;
type Choice = Labels & { options: readonly Option[] };

/** Label, hint and errors around a control, whose value comes from the ActionForm. */
function Field({
  name,
  label,
  hint,
  group = false,
  children,
}: Labels & { group?: boolean; children: (control: ReturnType<typeof controlOf>) => ReactNode }) {
  const field = useField(name);
  const control = controlOf(field, hint);
  const Tag = group ? "fieldset" : "div";
  const Label = group ? "legend" : "label";
  return (
    <Tag
      className="min-w-0 space-y-2"
      aria-describedby={group ? control["aria-describedby"] : undefined}
    >
      {label ? (
        <Label htmlFor={group ? undefined : control.id} className="block text-sm font-medium">
          {label}
        </Label>
      ) : null}
      {children(control)}
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

function controlOf(field: ReturnType<typeof useField>, hint: string | undefined) {
  const isWrong = field.errors?.length > 0;
  const texts = [isWrong && field.errorId, hint && field.descriptionId].filter(Boolean);
  return {
    id: field.id,
    name: field.name,
    defaultValue: field.defaultValue,
    chosen: field.defaultOptions,
    "aria-invalid": isWrong || undefined,
    "aria-describedby": texts.join(" ") || undefined,
  };
}

export function TextField({ label, hint, ...props }: Props<"input">) {
  return (
    <Field name={props.name} label={label} hint={hint}>
      {({ chosen, ...control }) => <Input {...control} {...props} />}
    </Field>
  );
}

export function TextArea({ label, hint, ...props }: Props<"textarea">) {
  return (
    <Field name={props.name} label={label} hint={hint}>
      {({ chosen, ...control }) => <Textarea {...control} {...props} />}
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
  return (
    <Field name={props.name} label={label} hint={hint}>
      {({ chosen, ...control }) => (
        <NativeSelect {...control} {...props}>
          {placeholder ? <option value="">{placeholder}</option> : null}
          {options.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </NativeSelect>
      )}
    </Field>
  );
}

function Choices({ type, options, ...labels }: Choice & { type: "radio" | "checkbox" }) {
  return (
    <Field {...labels} group>
      {({ id, name, chosen, "aria-invalid": isWrong }) =>
        options.map(({ value, label, hint }, index) => (
          <label
            key={value}
            className="flex cursor-pointer gap-3 rounded-lg border border-input p-3 text-sm has-checked:border-primary has-checked:bg-accent"
          >
            <input
              type={type}
              id={index === 0 ? id : undefined} // a link to the field leads to its first option
              name={name}
              value={value}
              defaultChecked={chosen.includes(value)}
              aria-invalid={isWrong}
              className="mt-0.5 size-4 shrink-0 accent-primary"
            />
            <span>
              <span className="block font-medium">{label}</span>
              {hint ? <span className="block text-muted-foreground">{hint}</span> : null}
            </span>
          </label>
        ))
      }
    </Field>
  );
}

/** One of a few options, all in sight. */
export function RadioGroup(props: Choice & { label: string }) {
  return <Choices type="radio" {...props} />;
}

/** Any number of options. Parses to a list. */
export function CheckboxGroup(props: Choice & { label: string }) {
  return <Choices type="checkbox" {...props} />;
}

/** Yes or no. Parses to a boolean. */
export function Checkbox({ name, ...option }: Omit<Option, "value"> & { name: string }) {
  return <Choices type="checkbox" name={name} options={[{ value: "on", ...option }]} />;
}
