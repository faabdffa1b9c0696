"use client";

import { type ControlProps, Field, useControl } from "~/components/form/field";
import { Input } from "~/components/ui/input";
import { Textarea } from "~/components/ui/textarea";

/** A browser's number input sends nothing for what it can't read, and changes with the wheel. */
const NUMBER = { type: "text", inputMode: "decimal" } as const;

/** One line of text, of any `type`: email, url, tel, number, date… A date is sent as 2027-03-01. */
export function TextField({ label, hint, type, ...props }: ControlProps<"input">) {
  const wired = useControl({ name: props.name, hint });
  const kind = type === "number" ? NUMBER : { type };
  return (
    <Field label={label} hint={hint} {...wired}>
      <Input {...wired.control} {...kind} {...props} />
    </Field>
  );
}

/** Several lines of text. It grows with what is written. */
export function TextArea({ label, hint, ...props }: ControlProps<"textarea">) {
  const wired = useControl({ name: props.name, hint });
  return (
    <Field label={label} hint={hint} {...wired}>
      <Textarea {...wired.control} {...props} />
    </Field>
  );
}
