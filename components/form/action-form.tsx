"use client";

import { FormProvider, type FormValue, useForm } from "@conform-to/react/future";
import {
  type ComponentProps,
  type ReactNode,
  useActionState,
  useEffect,
  useRef,
  useState,
} from "react";
import { toast } from "sonner";
import { ErrorSummary } from "~/components/form/error-summary";
import { SendingContext } from "~/components/form/submit-button";
import { useSubmission } from "~/components/form/use-submission";
import { Alert } from "~/components/ui/alert";
import { Confirm } from "~/components/ui/confirm";
import { cn } from "~/lib/utils";
import type { Action, ActionFailure, ActionResponse } from "~/types/action";

/** What a dialog asks before the form is sent. `confirm` is the word on the button that sends it. */
export interface Question {
  title: string;
  body?: ReactNode;
  confirm: string;
  destructive?: boolean;
}

interface ActionFormProps<Data> extends Omit<ComponentProps<"form">, "action" | "onSubmit"> {
  action: Action<Data>;
  /** What the fields start with, by name. */
  defaults?: Record<string, string | readonly string[] | boolean | undefined>;
  /** Asked in a dialog before the form is sent. A function may answer null: send at once. */
  confirm?: Question | ((form: FormData) => Question | null);
  /** Runs in the transition that sends the form: for useOptimistic. */
  onSend?: (form: FormData) => void;
  onSuccess?: (data: Data) => void;
  onFailure?: (failure: ActionFailure) => void;
}

const errorOf = ({ error, fieldErrors = {} }: ActionFailure) => ({
  formErrors: [error],
  fieldErrors,
});

/** The answer to a form that was posted without JavaScript, as Conform takes it. */
function resultOf(posted: ActionResponse<unknown> | null) {
  if (posted?.success !== false) return null;
  // A cast, because the action took them from a FormData.
  const payload = (posted.entered ?? {}) as Record<string, FormValue>;
  const submission = { payload, fields: Object.keys(payload), intent: null };
  return { submission, error: errorOf(posted) };
}

/**
 * The one way to submit a form. Fields find their value and their errors by name. A failure keeps
 * what was entered and moves the focus to the first field to fix; the `message` of a success
 * becomes a toast. Before hydration and without JavaScript the form is posted to the same action.
 * @example
 * <ActionForm action={renameTeam} defaults={{ name: team.name }}>
 *   <TextField name="name" label="Team name" hint="3–40 characters" />
 *   <SubmitButton pending="Saving…">Save</SubmitButton>
 * </ActionForm>
 */
export function ActionForm<Data>({
  action,
  defaults,
  confirm,
  onSend,
  onSuccess,
  onFailure,
  className,
  children,
  ...props
}: ActionFormProps<Data>) {
  const [posted, post] = useActionState(action, null);
  const { answer, send, sending, secondsLeft } = useSubmission(action);
  const [question, setQuestion] = useState<(Question & { onConfirm: () => void }) | null>(null);
  const [isAsking, setIsAsking] = useState(false);
  const [lastResult] = useState(() => resultOf(posted));
  const summary = useRef<HTMLDivElement>(null);
  const response = answer ?? posted;
  const failure = response?.success === false ? response : null;

  const { form } = useForm({
    lastResult,
    defaultValue: defaults,
    onValidate: ({ error }) => error, // the server validates
    onError: () => {}, // the effect below moves the focus, once the errors are on the page
    onSubmit(event, { formData, update }) {
      event.preventDefault();
      if (sending) return;
      const before = () => onSend?.(formData);
      const onConfirm = () =>
        send(formData, before, (answer) => {
          update({ error: answer.success ? null : errorOf(answer) });
          if (!answer.success) return onFailure?.(answer);
          if (answer.message) toast.success(answer.message);
          onSuccess?.(answer.data);
        });
      const asked = typeof confirm === "function" ? confirm(formData) : confirm;
      if (!asked) return onConfirm();
      setQuestion({ ...asked, onConfirm });
      setIsAsking(true);
    },
  });

  useEffect(() => {
    if (!failure) return;
    const invalid = summary.current?.closest("form")?.querySelector("[aria-invalid=true]");
    (invalid instanceof HTMLElement ? invalid : summary.current)?.focus();
  }, [failure]);

  return (
    <FormProvider context={form.context}>
      <SendingContext value={sending}>
        <form action={post} className={cn("space-y-6", className)} {...props} {...form.props}>
          {failure ? <ErrorSummary ref={summary} failure={failure} /> : null}
          {posted?.success && posted.message ? (
            <Alert variant="success">{posted.message}</Alert>
          ) : null}
          {children}
          <p role="status" className={secondsLeft ? "text-sm text-muted-foreground" : "sr-only"}>
            {secondsLeft ? `Too many requests. Trying again in ${secondsLeft} s…` : ""}
          </p>
        </form>
      </SendingContext>
      {question ? (
        <Confirm {...question} open={isAsking} onOpenChange={setIsAsking}>
          {question.body}
        </Confirm>
      ) : null}
    </FormProvider>
  );
}
