"use client";

import { type ComponentProps, createContext, use } from "react";
import { Button } from "~/components/ui/button";
import { Pending } from "~/components/ui/pending";

/** The form that is on its way, for the buttons inside. */
export const SendingContext = createContext<FormData | null>(null);

/**
 * Sends the form around it. Of several, each has a `name` and a `value`, and only the one that was
 * pressed shows `pending`. It keeps the focus while it waits, so it is never `disabled` by itself.
 */
export function SubmitButton({
  pending,
  children,
  ...props
}: Omit<ComponentProps<typeof Button>, "type"> & { pending?: string }) {
  const sending = use(SendingContext);
  const isPressed = sending && (!props.name || sending.get(props.name) === props.value);
  return (
    <Button type="submit" aria-disabled={sending ? true : undefined} {...props}>
      {isPressed && pending ? pending : children}
      <Pending isPending={Boolean(isPressed)} />
    </Button>
  );
}
