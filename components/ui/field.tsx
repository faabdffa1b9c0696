import { type ComponentProps, type ReactNode, useId } from "react";
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

interface FrameProps {
  id: string;
  label: string;
  hint: string | undefined;
  errors: string[] | undefined;
}

function describedBy({ id, hint, errors }: FrameProps): string | undefined {
  const ids = [...(errors?.length ? [`${id}-error`] : []), ...(hint ? [`${id}-hint`] : [])];
  return ids.join(" ") || undefined;
}

function Frame({ id, label, hint, errors, children }: FrameProps & { children: ReactNode }) {
  return (
    <div className="space-y-1.5">
      <label htmlFor={id} className="block text-sm font-medium">
        {label}
      </label>
      {children}
      {errors?.length ? (
        <p id={`${id}-error`} className="text-sm text-danger">
          {label} {errors.join(", ")}.
        </p>
      ) : null}
      {hint ? (
        <p id={`${id}-hint`} className="text-sm text-muted">
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
  className,
  ...props
}: FieldProps & ComponentProps<"input">) {
  const frame = { id: useId(), label, hint, errors };
  return (
    <Frame {...frame}>
      <input
        id={frame.id}
        aria-invalid={errors?.length ? true : undefined}
        aria-describedby={describedBy(frame)}
        className={cn(controlStyles, className)}
        {...props}
      />
    </Frame>
  );
}

/** A labelled native select. */
export function SelectField({
  label,
  hint,
  errors,
  options,
  className,
  ...props
}: FieldProps &
  ComponentProps<"select"> & { options: readonly { value: string; label: string }[] }) {
  const frame = { id: useId(), label, hint, errors };
  return (
    <Frame {...frame}>
      <select
        // React does not bring a select to a new default when it resets a form.
        key={String(props.defaultValue)}
        id={frame.id}
        aria-invalid={errors?.length ? true : undefined}
        aria-describedby={describedBy(frame)}
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
