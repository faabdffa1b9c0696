"use client";

import { FormProvider, type FormValue, useForm } from "@conform-to/react/future";
import { type ComponentProps, startTransition, useEffect, useRef, useState } from "react";
import { toast } from "sonner";
import { Draft } from "~/components/form/draft";
import type { DraftOf } from "~/components/form/draft-storage";
import { ErrorSummary } from "~/components/form/error-summary";
import { SendingContext } from "~/components/form/submit-button";
import { failureOf, useSubmission } from "~/components/form/use-submission";
import { Alert } from "~/components/ui/alert";
import type { Confirm, Question } from "~/components/ui/confirm";
import { cn } from "~/lib/utils";
import type { Action, ActionFailure, ActionResponse } from "~/types/action";

interface ActionFormProps<Data> extends Omit<ComponentProps<"form">, "action" | "onSubmit"> {
  action: Action<Data>;
  /** What the fields start with, by name. */
  defaults?: Record<string, unknown>;
  /** Keeps what is entered until it is saved, so that a reload loses nothing. */
  draft?: DraftOf;
  /** Asked in a dialog before the form is sent. A function may answer null: send at once. */
  confirm?: Question | ((form: FormData) => Question | null);
  /** The form that takes this one back: the toast of a success offers to send it to the same action. */
  undo?: (form: FormData) => FormData;
  /** Shows what went wrong below: for a form without fields, where nothing may move under the pointer. */
  errorsLast?: boolean;
  /** Runs in the transition that sends the form: for useOptimistic. */
  onSend?: (form: FormData) => void;
  onSuccess?: (data: Data) => void;
  onFailure?: (failure: ActionFailure) => void;
}

interface Dialog {
  Confirm: typeof Confirm;
  asked: Omit<ComponentProps<typeof Confirm>, "onOpenChange">;
}

function errorOf(answer: ActionResponse<unknown>) {
  if (answer.success) return null;
  return { formErrors: [answer.error], fieldErrors: answer.fieldErrors ?? {} };
}
function resultOf(posted: ActionResponse<unknown> | null) {
  if (posted?.success !== false) return null;
  // A cast, because the action took them from a FormData.
  const payload = (posted.entered ?? {}) as Record<string, FormValue>;
  const submission = { payload, fields: Object.keys(payload), intent: null };
  return { submission, error: errorOf(posted) };
}

async function takeBack<Data>(action: Action<Data>, form: FormData): Promise<void> {
  const answer = await action(null, form).catch(failureOf);
  if (answer.success) toast.success("Undone.");
  else toast.error(answer.error);
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
export function ActionForm<Data>(all: ActionFormProps<Data>) {
  const { action, defaults, draft, confirm, undo, onSend, onSuccess, onFailure, ...rest } = all;
  const { errorsLast, className, children, ...props } = rest;
  const { posted, post, answer, send, sending, secondsLeft } = useSubmission(action);
  const [dialog, setDialog] = useState<Dialog>();
  const [lastResult] = useState(() => resultOf(posted));
  const summary = useRef<HTMLDivElement>(null);
  const failure = answer?.success === false ? answer : null;

  const { form } = useForm({
    lastResult,
    defaultValue: defaults,
    onValidate: ({ error }) => error, // the server validates
    onError: () => {}, // the effect below moves the focus, once the errors are on the page
    onSubmit(event, { formData, update }) {
      event.preventDefault();
      if (sending) return;
      const onConfirm = () =>
        send(
          formData,
          () => onSend?.(formData),
          (answer) => {
            update({ error: errorOf(answer) });
            if (!answer.success) return onFailure?.(answer);
            if (answer.message && undo) {
              const onClick = () => startTransition(() => takeBack(action, undo(formData)));
              toast.success(answer.message, { action: { label: "Undo", onClick } });
            } else if (answer.message) toast.success(answer.message);
            onSuccess?.(answer.data);
          },
        );
      const question = typeof confirm === "function" ? confirm(formData) : confirm;
      if (!question) return onConfirm();
      // 14 KB that few forms ask for.
      import("~/components/ui/confirm").then(
        ({ Confirm }) => setDialog({ Confirm, asked: { ...question, onConfirm, open: true } }),
        () => window.confirm(question.title) && onConfirm(), // offline
      );
    },
  });

  useEffect(() => {
    if (!failure) return;
    const invalid = summary.current?.closest("form")?.querySelector("[aria-invalid=true]");
    (invalid instanceof HTMLElement ? invalid : summary.current)?.focus();
  }, [failure]);

  const errors = failure ? <ErrorSummary ref={summary} failure={failure} /> : null;
  return (
    <FormProvider context={form.context}>
      <SendingContext value={sending}>
        <form
          action={post}
          className={cn("grid grid-cols-1 gap-6 *:[button]:justify-self-start", className)}
          {...props}
          {...form.props}
        >
          {errorsLast ? null : errors}
          {posted?.success && posted.message ? (
            <Alert variant="success">{posted.message}</Alert>
          ) : null}
          {children}
          {errorsLast ? errors : null}
          {draft ? <Draft {...draft} failure={failure} /> : null}
          <p role="status" className={secondsLeft ? "col-span-full text-sm" : "sr-only"}>
            {secondsLeft ? `Too many requests. Trying again in ${secondsLeft} s…` : ""}
          </p>
        </form>
      </SendingContext>
      {dialog ? (
        <dialog.Confirm
          {...dialog.asked}
          onOpenChange={(open) => setDialog({ ...dialog, asked: { ...dialog.asked, open } })}
        />
      ) : null}
    </FormProvider>
  );
}
