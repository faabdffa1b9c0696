"use client";

import type { ComponentProps } from "react";
import { useStepField } from "~/components/onboarding/step-context";
import { RadioField, SelectField, TextField } from "~/components/ui/field";

/** A text input of a step: filled in with the earlier answer, with its error beside it. */
export function StepTextField(props: ComponentProps<typeof TextField>) {
  return <TextField {...props} {...useStepField(props.name)} />;
}

/** A choice among few, all in sight. */
export function StepRadioField(props: ComponentProps<typeof RadioField>) {
  return <RadioField {...props} {...useStepField(props.name)} />;
}

/** A choice among many; starts empty, so that nobody answers by accident. */
export function StepSelectField({ options, ...props }: ComponentProps<typeof SelectField>) {
  const withNone = [{ value: "", label: "Choose…" }, ...options];
  const { defaultValue = "", ...field } = useStepField(props.name);
  return <SelectField {...props} {...field} options={withNone} defaultValue={defaultValue} />;
}
