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

type Props<Tag extends "input" | "select" | "textarea"> = Labels &
  Omit<ComponentProps<Tag>, "id" | "defaultValue" | "defaultChecked" | "children">;

export interface Option {
  value: string;
  label: string;
  hint?: string;
}

/** What a field takes from the ActionForm around it, and the texts below its control. */
function useControl({ name, hint }: Labels) {
  const field = useField(name);
  const errors: string[] = field.errors ?? [];
  const isWrong = errors.length > 0;
  const describedBy = [isWrong && field.errorId, hint && field.descriptionId].filter(Boolean);
  return {
    field,
    control: {
      id: field.id,
      name,
      "aria-invalid": isWrong || undefined,
      "aria-describedby": describedBy.join(" ") || undefined,
    },
    texts: (
      <>
        {isWrong ? (
          <p id={field.errorId} className="text-sm text-destructive">
            {errors.join(" ")}
          </p>
        ) : null}
        {hint ? (
          <p id={field.descriptionId} className="text-sm text-muted-foreground">
            {hint}
          </p>
        ) : null}
      </>
    ),
  };
}

type Control = ReturnType<typeof useControl>["control"] & { defaultValue: string };

function Labelled({ children, ...labels }: Labels & { children: (control: Control) => ReactNode }) {
  const { field, control, texts } = useControl(labels);
  return (
    <div className="space-y-1.5">
      <label htmlFor={control.id} className="block text-sm font-medium">
        {labels.label}
      </label>
      {children({ ...control, defaultValue: field.defaultValue })}
      {texts}
    </div>
  );
}

export function TextField({ name, label, hint, ...props }: Props<"input">) {
  return (
    <Labelled name={name} label={label} hint={hint}>
      {(control) => <Input {...control} {...props} />}
    </Labelled>
  );
}

export function TextArea({ name, label, hint, ...props }: Props<"textarea">) {
  return (
    <Labelled name={name} label={label} hint={hint}>
      {(control) => <Textarea {...control} {...props} />}
    </Labelled>
  );
}

/** With a `placeholder` it starts empty, so that no option is sent by accident. */
export function Select({
  name,
  label,
  hint,
  options,
  placeholder,
  ...props
}: Props<"select"> & { options: readonly Option[]; placeholder?: string }) {
  return (
    <Labelled name={name} label={label} hint={hint}>
      {(control) => (
        <NativeSelect {...control} {...props}>
          {placeholder ? <option value="">{placeholder}</option> : null}
          {options.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </NativeSelect>
      )}
    </Labelled>
  );
}

function Choice({
  label,
  hint,
  ...props
}: ComponentProps<"input"> & { label: string; hint?: string | undefined }) {
  return (
    <label className="flex cursor-pointer gap-3 rounded-lg border border-input p-3 text-sm has-checked:border-primary has-checked:bg-accent has-disabled:cursor-not-allowed has-disabled:opacity-60">
      <input className="mt-0.5 size-4 shrink-0 accent-primary" {...props} />
      <span>
        <span className="block font-medium">{label}</span>
        {hint ? <span className="block text-muted-foreground">{hint}</span> : null}
      </span>
    </label>
  );
}

function Choices({
  type,
  options,
  ...labels
}: Labels & { type: "radio" | "checkbox"; options: readonly Option[] }) {
  const { field, control, texts } = useControl(labels);
  const { id, "aria-describedby": describedBy, ...shared } = control;
  return (
    <fieldset aria-describedby={describedBy} className="space-y-2">
      <legend className="text-sm font-medium">{labels.label}</legend>
      {options.map((option, index) => (
        <Choice
          key={option.value}
          type={type}
          id={index === 0 ? id : undefined} // links to the field lead to its first option
          defaultChecked={field.defaultOptions.includes(option.value)}
          {...shared}
          {...option}
        />
      ))}
      {texts}
    </fieldset>
  );
}

/** One of a few options, all in sight. */
export function RadioGroup(props: Labels & { options: readonly Option[] }) {
  return <Choices type="radio" {...props} />;
}

/** Any number of options. Parses to a list. */
export function CheckboxGroup(props: Labels & { options: readonly Option[] }) {
  return <Choices type="checkbox" {...props} />;
}

/** Yes or no. Parses to a boolean. */
export function Checkbox({ name, label, hint, ...props }: Props<"input">) {
  const { field, control, texts } = useControl({ name, label });
  return (
    <div className="space-y-1.5">
      <Choice
        type="checkbox"
        label={label}
        hint={hint}
        defaultChecked={field.defaultChecked}
        {...control}
        {...props}
      />
      {texts}
    </div>
  );
}
