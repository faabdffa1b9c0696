import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ReactNode } from "react";
import { renderToString } from "react-dom/server";
import { expect, test } from "vitest";
import { ActionForm } from "~/components/form/action-form";
import {
  Checkbox,
  CheckboxGroup,
  Combobox,
  RadioGroup,
  Select,
  TextArea,
  TextField,
} from "~/components/form/fields";
import { SubmitButton } from "~/components/form/submit-button";
import type { Action } from "~/types/action";

const PLACES = [
  { value: "dk", label: "Denmark" },
  { value: "no", label: "Norway" },
  { value: "se", label: "Sweden" },
];
const labels = { name: "it", label: "The field", hint: "A hint" };

/** Every kind of field, with something that was entered in it before. */
const FIELDS: [kind: string, field: ReactNode, saved: string | string[], role: string][] = [
  ["text", <TextField key="" {...labels} />, "Ada", "textbox"],
  ["email", <TextField key="" type="email" {...labels} />, "person@example.com", "textbox"],
  ["url", <TextField key="" type="url" {...labels} />, "https://example.com", "textbox"],
  ["number", <TextField key="" type="number" {...labels} />, "7.5", "textbox"],
  ["long text", <TextArea key="" {...labels} />, "Line 1\nLine 2", "textbox"],
  ["select", <Select key="" options={PLACES} {...labels} />, "no", "combobox"],
  ["combobox", <Combobox key="" options={PLACES} {...labels} />, "no", "combobox"],
  ["radio", <RadioGroup key="" options={PLACES} {...labels} />, "no", "radio"],
  ["checkboxes", <CheckboxGroup key="" options={PLACES} {...labels} />, ["no", "se"], "checkbox"],
  ["one ticked of many", <CheckboxGroup key="" options={PLACES} {...labels} />, "no", "checkbox"],
  ["one checkbox", <Checkbox key="" {...labels} />, "on", "checkbox"],
];

/** An action that refuses the field, and what was sent. */
function refusing() {
  const sent: string[][] = [];
  const action: Action<null> = async (_previous, form) => {
    sent.push(form.getAll("it").map(String));
    const fieldErrors = { it: ["Choose something else."] };
    return { success: false, code: "invalid-input", error: "Please fix the errors.", fieldErrors };
  };
  return { action, sent };
}

function Form({
  action,
  saved,
  children,
}: {
  action: Action;
  saved?: unknown;
  children: ReactNode;
}) {
  return (
    <ActionForm action={action} defaults={{ it: saved }}>
      {children}
      <SubmitButton>Save</SubmitButton>
    </ActionForm>
  );
}

const save = () => userEvent.click(screen.getByRole("button", { name: "Save" }));
/** The search has taken the place of the select. */
const searchable = () =>
  waitFor(() => expect(screen.getByRole("combobox")).toBeInstanceOf(HTMLInputElement), {
    timeout: 10_000, // it is loaded by the first test that needs it
  });

test.each(FIELDS)(
  "%s: sends what was entered before, and is marked by its error",
  async (kind, field, saved, role) => {
    const { action, sent } = refusing();
    render(<Form {...{ action, saved }}>{field}</Form>);
    if (kind === "combobox") await searchable();
    await save();
    expect(sent).toEqual([[saved].flat()]);

    const [control] = screen.getAllByRole(role);
    await waitFor(() => expect(control).toHaveFocus());
    expect(control).toBeInvalid();
    const summary = screen.getByRole("link", { name: "Choose something else." });
    expect(summary).toHaveAttribute("href", `#${control?.id}`);
    const named =
      role === "radio" || kind.includes("many") || kind === "checkboxes"
        ? screen.getByRole("group", { name: "The field" })
        : control;
    if (kind !== "one checkbox")
      expect(named).toHaveAccessibleDescription("Choose something else. A hint");
    else expect(named).toHaveAccessibleDescription("Choose something else.");
    if (named === control) expect(control).toHaveAccessibleName(/The field/);
  },
);

test.each(FIELDS)(
  "%s: the server's page has it filled in, for before and without JavaScript",
  (_kind, field, saved) => {
    const html = renderToString(
      <Form action={async () => ({ success: true, data: null })} saved={saved}>
        {field}
      </Form>,
    );
    const page = new DOMParser().parseFromString(html, "text/html");
    const form = page.querySelector("form");
    if (!form) throw new Error("no form");
    expect(new FormData(form).getAll("it")).toEqual([saved].flat());
  },
);

test.each(FIELDS)("%s: survives a stored answer of another shape", (_kind, field) => {
  for (const saved of [null, 7, true, ["x", "y"], { city: "Oslo" }, [{ a: ["b"] }], "gone"]) {
    const { unmount } = render(
      <Form action={refusing().action} saved={saved}>
        {field}
      </Form>,
    );
    expect(screen.getByRole("button", { name: "Save" })).toBeVisible();
    unmount();
  }
});

test("a number is a text for a number pad: what can't be read is sent, so that it can be refused", async () => {
  const { action, sent } = refusing();
  render(
    <Form action={action}>
      <TextField type="number" {...labels} />
    </Form>,
  );
  expect(screen.getByLabelText("The field")).toHaveAttribute("inputmode", "decimal");
  await userEvent.type(screen.getByLabelText("The field"), "about 7");
  await save();
  expect(sent).toEqual([["about 7"]]);
});

test("the label of a consent can lead to what it is about", () => {
  render(
    <Form action={refusing().action}>
      <Checkbox
        name="terms"
        label={
          <>
            I accept the <a href="/terms">terms</a>
          </>
        }
      />
    </Form>,
  );
  expect(screen.getByRole("checkbox", { name: "I accept the terms" })).not.toBeChecked();
  expect(screen.getByRole("link", { name: "terms" })).toHaveAttribute("href", "/terms");
});

test("a combobox finds options by what is typed, by keyboard alone", async () => {
  const { action, sent } = refusing();
  render(
    <Form action={action} saved="dk">
      <Combobox options={PLACES} {...labels} />
    </Form>,
  );
  await searchable();
  const input = screen.getByLabelText("The field");
  expect(input).toHaveValue("Denmark");
  await userEvent.clear(input);
  await userEvent.type(input, "wed");
  await waitFor(() =>
    expect(screen.getAllByRole("option").map(({ textContent }) => textContent)).toEqual(["Sweden"]),
  );
  expect(input).toHaveAccessibleName("The field"); // also while the list hides the rest of the page
  await userEvent.keyboard("{Enter}");
  expect(input).toHaveValue("Sweden");
  await save();
  expect(sent).toEqual([["se"]]);
});

test("a combobox sends nothing for what is no option", async () => {
  const { action, sent } = refusing();
  render(
    <Form action={action}>
      <Combobox options={PLACES} {...labels} />
    </Form>,
  );
  await searchable();
  await userEvent.type(screen.getByLabelText("The field"), "Atlantis");
  expect(await screen.findByText("Nothing matches.")).toBeVisible();
  await userEvent.tab();
  await save();
  expect(sent).toEqual([[""]]);
});
