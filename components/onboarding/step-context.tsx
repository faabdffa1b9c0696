"use client";

import { createContext, type ReactNode, useContext } from "react";

interface FormState {
  defaults: Record<string, string>;
  errors: Record<string, string[]>;
}

const StepContext = createContext<FormState>({ defaults: {}, errors: {} });

/** Gives the fields of a step their values and errors, so that its page only has to name them. */
export function StepState({ children, ...state }: FormState & { children: ReactNode }) {
  return <StepContext value={state}>{children}</StepContext>;
}

/** The id of a field's control, for links that lead to it. */
export function fieldId(name: string): string {
  return `field-${name}`;
}

export function useStepField(name: string) {
  const { defaults, errors } = useContext(StepContext);
  return { id: fieldId(name), defaultValue: defaults[name], errors: errors[name] };
}
