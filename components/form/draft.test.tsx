import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
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

afterEach(() => {
  vi.restoreAllMocks();
  sessionStorage.clear();
});

const OPTIONS = [
  { value: "a", label: "Option A" },
  { value: "b", label: "Option B" },
];
const WRONG = { success: false, code: "invalid-input", error: "Please fix the errors." } as const;
const refuse: Action = async () => ({ ...WRONG });

function Step({ owner = "user_1", name = "topics", saved = {}, action = refuse }) {
  return (
    <ActionForm action={action} defaults={saved} draft={{ owner, name }}>
      <TextField name="city" label="City" />
      <TextField name="secret" label="Secret" type="password" />
      <TextArea name="note" label="Note" />
      <Select name="size" label="Size" placeholder="Choose…" options={OPTIONS} />
      <Combobox name="land" label="Land" options={OPTIONS} />
      <RadioGroup
        name="one"
        label="One"
        options={OPTIONS.map((o) => ({ ...o, label: `1${o.label}` }))}
      />
      <CheckboxGroup
        name="many"
        label="Many"
        options={OPTIONS.map((o) => ({ ...o, label: `n${o.label}` }))}
      />
      <Checkbox name="yes" label="Yes please" />
      <SubmitButton>Save</SubmitButton>
    </ActionForm>
  );
}

function formValues() {
  const [form] = document.forms;
  return form && Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ""));
}
const save = () => userEvent.click(screen.getByRole("button", { name: "Save" }));
async function enter(label: string, text: string) {
  await userEvent.click(screen.getByLabelText(label));
  await userEvent.paste(text);
}
const city = () => screen.getByLabelText("City");
/** What a reload does to a page: no component is unmounted, all of them start again. */
function reload() {
  document.body.innerHTML = "";
}

test("an answer of several lines, as it was saved, is no draft", async () => {
  render(<Step saved={{ note: "Line 1\r\nLine 2" }} />);
  await userEvent.type(city(), "O{Backspace}");
  expect(Object.keys(sessionStorage)).toEqual([]);
});

test("what was entered in any kind of field is there again after a reload", async () => {
  render(<Step saved={{ city: "Oslo", many: ["a"] }} />);
  await enter("City", " and Bergen");
  await enter("Note", "Line 1\nLine 2");
  await userEvent.selectOptions(screen.getByLabelText("Size"), "Option A");
  await userEvent.click(screen.getByLabelText("1Option B"));
  await userEvent.click(screen.getByLabelText("nOption A"));
  await userEvent.click(screen.getByLabelText("nOption B"));
  await userEvent.click(screen.getByLabelText("Yes please"));
  await waitFor(() => expect(screen.getByLabelText("Land")).toBeInstanceOf(HTMLInputElement), {
    timeout: 10_000, // it is loaded when it is first needed
  });
  await enter("Land", "B");
  await userEvent.click(await screen.findByRole("option", { name: "Option B" }));
  const entered = formValues();
  expect(entered).toEqual({
    ...{ city: "Oslo and Bergen", note: "Line 1\nLine 2", size: "a", land: "b", one: "b" },
    ...{ many: "b", yes: "on" },
  });

  reload();
  render(<Step saved={{ city: "Oslo", many: ["a"] }} />);
  expect(formValues()).toEqual(entered);
  await waitFor(() => expect(screen.getByLabelText("Land")).toHaveValue("Option B"));
});

test("no password is kept", async () => {
  render(<Step />);
  await enter("City", "Oslo");
  await enter("Secret", "hunter2");
  expect(JSON.stringify(sessionStorage)).toContain("Oslo");
  expect(JSON.stringify(sessionStorage)).not.toContain("hunter2");
});

test("an entry that is taken back leaves no draft", async () => {
  render(<Step saved={{ city: "Oslo" }} />);
  await userEvent.type(city(), "x{Backspace}");
  expect(sessionStorage).toHaveLength(0);
});

test("each step has its own, and it is still there after a look at another one", async () => {
  const { unmount } = render(<Step />);
  await enter("City", "Oslo");
  unmount();
  const other = render(<Step name="company" />);
  expect(city()).toHaveValue("");
  other.unmount();
  render(<Step />);
  expect(city()).toHaveValue("Oslo");
});

test("another user never sees it, and removes it", async () => {
  const { unmount } = render(<Step />);
  await enter("City", "Oslo");
  unmount();
  render(<Step owner="user_12" />);
  expect(city()).toHaveValue("");
  expect(sessionStorage).toHaveLength(0);
});

test("it is gone once the answer is saved and the next page has come", async () => {
  const { promise, resolve } = Promise.withResolvers<{ success: true; data: null }>();
  const { unmount } = render(<Step action={() => promise} />);
  await enter("City", "Oslo");
  await save();
  expect(sessionStorage).toHaveLength(1); // not known to be saved yet
  resolve({ success: true, data: null });
  unmount();
  expect(sessionStorage).toHaveLength(0);
});

test("it is kept when the answer could not be saved, also on the way to another page", async () => {
  const { unmount } = render(<Step />);
  await enter("City", "Oslo");
  for (const _try of [1, 2]) {
    await save();
    await screen.findByRole("alert");
    await waitFor(() =>
      expect(screen.getByRole("button", { name: "Save" })).not.toHaveAttribute("aria-disabled"),
    );
  }
  expect(sessionStorage).toHaveLength(1);
  unmount();
  render(<Step />);
  expect(city()).toHaveValue("Oslo");
});

test("a draft is dropped when the step was saved elsewhere meanwhile", async () => {
  render(<Step saved={{ city: "Oslo" }} />);
  await enter("City", "x");
  reload();
  render(<Step saved={{ city: "Bergen" }} />);
  expect(city()).toHaveValue("Bergen");
  expect(sessionStorage).toHaveLength(0);
});

test.each([
  ["refuses storage", "SecurityError"],
  ["is out of it", "QuotaExceededError"],
])("a browser that %s does not break the form", async (_what, name) => {
  const fail = () => {
    throw new DOMException("no", name);
  };
  vi.spyOn(Storage.prototype, "setItem").mockImplementation(fail);
  if (name === "SecurityError") vi.spyOn(window, "sessionStorage", "get").mockImplementation(fail);
  render(<Step />);
  await enter("City", "Oslo");
  expect(city()).toHaveValue("Oslo");
});

test("what is no draft is ignored", () => {
  for (const stored of ["", "{", "null", '{"saved":1}', '{"saved":"x","entered":"{"}']) {
    sessionStorage.setItem("draft:user_1:topics", stored);
    const { unmount } = render(<Step />);
    expect(city()).toHaveValue("");
    unmount();
  }
});
