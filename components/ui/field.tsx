import type { ComponentProps } from "react";
import { cn } from "~/lib/cn";

const controlStyles =
  "h-10 w-full rounded-lg border border-border-strong bg-surface px-3 text-base sm:text-sm placeholder:text-muted aria-invalid:border-danger disabled:opacity-60";

interface FieldProps {
  name: string;
  label: string;
  hint?: string;
  /** What is wrong with the value, as an action answered. */
  errors?: string[] | undefined;
}

function describedBy({ name, hint, errors }: FieldProps): string | undefined {
  const ids = [...(errors?.length ? [`${name}-error`] : []), ...(hint ? [`${name}-hint`] : [])];
  return ids.join(" ") || undefined;
}

function Frame({
  name,
  label,
  hint,
  errors,
  children,
}: FieldProps & { children: React.ReactNode }) {
  return (
    <div className="space-y-1.5">
      <label htmlFor={name} className="block text-sm font-medium">
        {label}
      </label>
      {children}
      {errors?.length ? (
        <p id={`${name}-error`} className="text-sm text-danger">
          {label} {errors.join(", ")}.
        </p>
      ) : null}
      {hint ? (
        <p id={`${name}-hint`} className="text-sm text-muted">
          {hint}
        </p>
      ) : null}
    </div>
  );
}

/** A labelled text input; native, so that it works before hydration. */
export function TextField({
  label,
  hint,
  errors,
  name,
  className,
  ...props
}: FieldProps & Omit<ComponentProps<"input">, "name">) {
  const field = { name, label, ...(hint && { hint }), errors };
  return (
    <Frame {...field}>
      <input
        id={name}
        name={name}
        aria-invalid={errors?.length ? true : undefined}
        aria-describedby={describedBy(field)}
        className={cn(controlStyles, className)}
        {...props}
      />
    </Frame>
  );
}

/** A labelled native select. */
export function SelectField<Value extends string>({
  label,
  hint,
  errors,
  name,
  options,
  className,
  ...props
}: FieldProps &
  Omit<ComponentProps<"select">, "name"> & {
    options: readonly { value: Value; label: string }[];
  }) {
  const field = { name, label, ...(hint && { hint }), errors };
  return (
    <Frame {...field}>
      <select
        id={name}
        name={name}
        aria-invalid={errors?.length ? true : undefined}
        aria-describedby={describedBy(field)}
        className={cn(controlStyles, className)}
        {...props}
      >
        {options.map(({ value, label: text }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </Frame>
  );
}
