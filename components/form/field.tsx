"use client";

import { useField } from "@conform-to/react/future";
import type { ComponentProps, ReactNode } from "react";

export interface Labels {
  name: string;
  label: string;
  hint?: string | undefined;
}
export interface Option {
  value: string;
  label: string;
  hint?: string;
}
export type ControlProps<Tag extends "input" | "select" | "textarea"> = Labels &
  Omit<ComponentProps<Tag>, "id" | "defaultValue" | "ref">;

/** What a control takes from the ActionForm around it: its earlier value, its errors, its ids. */
export function useControl({ name, hint }: Pick<Labels, "name" | "hint">) {
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

export function labelIdOf({ id }: { id: string }): string {
  return `${id}-label`;
}

/** Label, errors and hint around a control, or around a group of them. */
export function Field({
  label,
  hint,
  isGroup = false,
  children,
  ...wired
}: Omit<Labels, "name" | "label"> &
  ReturnType<typeof useControl> & { label?: string; isGroup?: boolean; children: ReactNode }) {
  const { field, control } = wired;
  const [Tag, Label] = isGroup ? (["fieldset", "legend"] as const) : (["div", "label"] as const);
  return (
    <Tag
      className="min-w-0 space-y-2"
      aria-describedby={isGroup ? control["aria-describedby"] : undefined}
    >
      {label ? (
        <Label
          id={labelIdOf(control)}
          htmlFor={isGroup ? undefined : control.id}
          className="block text-sm font-medium"
        >
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
