"use client";

import { useFormMetadata } from "@conform-to/react/future";
import { useEffect, useRef } from "react";
import { fillIn, initialValuesOf, type Values, valuesOf } from "~/components/form/controls";
import {
  type DraftOf,
  forgetDraft,
  forgetDrafts,
  keepDraft,
  readDraft,
} from "~/components/form/draft-storage";
import type { ActionFailure } from "~/types/action";

/**
 * Keeps what is entered in the form around it, in this tab, until it is saved: a reload loses
 * nothing. A draft that began with another saved answer than the page has now is dropped.
 * @param failure the last answer, when the form was sent and not saved
 */
export function Draft({ owner, name, failure }: DraftOf & { failure: ActionFailure | null }) {
  const { id } = useFormMetadata();
  const initial = useRef<Values>(null); // a failure changes what the form calls its defaults

  // biome-ignore lint/correctness/useExhaustiveDependencies: what failed is kept again
  useEffect(() => {
    const form = document.forms.namedItem(id);
    if (!form) return;
    const of = { owner, name };
    initial.current ??= initialValuesOf(form);
    const saved = initial.current;
    let isSent = false;

    const onInput = () => {
      isSent = false;
      const entered = valuesOf(form);
      if (entered === saved) forgetDraft(of);
      else keepDraft(of, { saved, entered });
    };
    const onSubmit = () => {
      isSent = true;
    };

    forgetDrafts(owner);
    const draft = readDraft(of);
    const isUntouched = valuesOf(form) === saved;
    // What was entered before this ran is newer than the draft.
    if (isUntouched && draft?.saved === saved) fillIn(form, draft.entered);
    onInput();
    form.addEventListener("input", onInput);
    form.addEventListener("submit", onSubmit);
    return () => {
      form.removeEventListener("input", onInput);
      form.removeEventListener("submit", onSubmit);
      if (isSent) forgetDraft(of); // the next page has come, so it is saved
    };
  }, [id, owner, name, failure]);

  return null;
}
