import { type ComponentProps, type ReactNode, useId } from "react";
import { cn } from "~/lib/utils";

const controlStyles =
  "h-10 w-full rounded-lg border border-input bg-card px-3 text-base sm:text-sm placeholder:text-muted-foreground aria-invalid:border-destructive disabled:opacity-60";

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

function Messages({ id, label, hint, errors }: FrameProps) {
  return (
    <>
      {errors?.length ? (
        <p id={`${id}-error`} className="text-sm text-destructive">
          {label} {errors.join(", ")}.
        </p>
      ) : null}
      {hint ? (
        <p id={`${id}-hint`} className="text-sm text-muted-foreground">
          {hint}
        </p>
      ) : null}
    </>
  );
}

function Frame({ children, ...frame }: FrameProps & { children: ReactNode }) {
  return (
    <div className="space-y-1.5">
      <label htmlFor={frame.id} className="block text-sm font-medium">
        {frame.label}
      </label>
      {children}
      <Messages {...frame} />
    </div>
  );
}

/** A labelled text input; native, so that it works before hydration. */
export function TextField({
  label,
  hint,
  errors,
  id,
  className,
  ...props
}: FieldProps & ComponentProps<"input">) {
  const ownId = useId();
  const frame = { id: id ?? ownId, label, hint, errors };
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

/** A labelled text area. */
export function TextAreaField({
  label,
  hint,
  errors,
  className,
  ...props
}: FieldProps & ComponentProps<"textarea">) {
  const frame = { id: useId(), label, hint, errors };
  return (
    <Frame {...frame}>
      <textarea
        id={frame.id}
        aria-invalid={errors?.length ? true : undefined}
        aria-describedby={describedBy(frame)}
        className={cn(controlStyles, "h-auto py-2", className)}
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
  id,
  options,
  className,
  ...props
}: FieldProps &
  ComponentProps<"select"> & { options: readonly { value: string; label: string }[] }) {
  const ownId = useId();
  const frame = { id: id ?? ownId, label, hint, errors };
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

/** A labelled group of radio buttons. */
export function RadioField({
  label,
  hint,
  errors,
  name,
  id,
  options,
  defaultValue,
}: FieldProps & {
  id?: string | undefined;
  options: readonly { value: string; label: string; hint?: string }[];
  defaultValue?: string | undefined;
}) {
  const ownId = useId();
  const frame = { id: id ?? ownId, label, hint, errors };
  return (
    <fieldset aria-describedby={describedBy(frame)} className="space-y-2">
      <legend className="text-sm font-medium">{label}</legend>
      {options.map((option, index) => (
        <label
          key={option.value}
          className="flex cursor-pointer gap-3 rounded-lg border border-input p-3 text-sm has-checked:border-primary has-checked:bg-accent"
        >
          <input
            type="radio"
            id={index === 0 ? frame.id : undefined}
            name={name}
            value={option.value}
            defaultChecked={option.value === defaultValue}
            aria-invalid={errors?.length ? true : undefined}
            className="mt-0.5 size-4 accent-primary"
          />
          <span>
            <span className="block font-medium">{option.label}</span>
            {option.hint ? (
              <span className="block text-muted-foreground">{option.hint}</span>
            ) : null}
          </span>
        </label>
      ))}
      <Messages {...frame} />
    </fieldset>
  );
}
