/** Every field of a form. Each finds its earlier value and its errors by name in the ActionForm around it. */
export { Checkbox, CheckboxGroup, RadioGroup } from "~/components/form/choices";
export { Combobox } from "~/components/form/combobox";
export { Select } from "~/components/form/select";
export { TextArea, TextField } from "~/components/form/text-field";
