type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
type Value = string | boolean;

/** A control's name and value, for each control of a form; JSON. */
export type Values = string;

/** What users fill in and the browser may keep: neither passwords, nor files, nor what is hidden. */
function controlsOf(form: HTMLFormElement): Control[] {
  return [...form.elements].filter(
    (element): element is Control =>
      (element instanceof HTMLInputElement &&
        element.name !== "" &&
        !["password", "file", "hidden"].includes(element.type)) ||
      element instanceof HTMLTextAreaElement ||
      element instanceof HTMLSelectElement,
  );
}

function isTickable(control: Control): control is HTMLInputElement {
  return control.type === "radio" || control.type === "checkbox";
}

function currentValueOf(control: Control): Value {
  return isTickable(control) ? control.checked : control.value;
}

function initialValueOf(control: Control): Value {
  if (isTickable(control)) return control.defaultChecked;
  // A form sends line breaks as CRLF, and a textarea's value has them as LF.
  if (!(control instanceof HTMLSelectElement)) return control.defaultValue.replaceAll("\r\n", "\n");
  const options = [...control.options];
  return (options.find((option) => option.defaultSelected) ?? options[0])?.value ?? "";
}

export function valuesOf(form: HTMLFormElement): Values {
  return JSON.stringify(controlsOf(form).map((control) => [control.name, currentValueOf(control)]));
}

/** What the form had when the page came. */
export function initialValuesOf(form: HTMLFormElement): Values {
  return JSON.stringify(controlsOf(form).map((control) => [control.name, initialValueOf(control)]));
}

/** Fills in values of the same form. */
export function fillIn(form: HTMLFormElement, values: Values): void {
  const entered: [name: string, value: Value][] = JSON.parse(values);
  for (const [index, control] of controlsOf(form).entries()) {
    const value = entered[index]?.[1];
    if (value === currentValueOf(control)) continue;
    if (typeof value === "boolean") Object.assign(control, { checked: value });
    else control.value = value ?? "";
    control.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
