import { act, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { UnrecognizedActionError } from "next/dist/client/components/unrecognized-action-error";
import { redirect } from "next/navigation";
import { Component, type ReactNode } from "react";
import { renderToString } from "react-dom/server";
import { toast } from "sonner";
import { afterEach, expect, test, vi } from "vitest";
import { ActionForm } from "~/components/form/action-form";
import {
  Checkbox,
  CheckboxGroup,
  RadioGroup,
  Select,
  TextArea,
  TextField,
} from "~/components/form/fields";
import { SubmitButton } from "~/components/form/submit-button";
import type { Action, ActionResponse } from "~/types/action";

vi.mock("sonner", () => ({ toast: { success: vi.fn(), error: vi.fn() } }));

afterEach(() => {
  vi.useRealTimers();
  vi.mocked(toast.success).mockClear();
});

const SIZES = [
  { value: "small", label: "Small", hint: "Up to ten" },
  { value: "large", label: "Large" },
];
const WRONG = {
  success: false,
  code: "validation",
  error: "Please fix the errors below.",
  fieldErrors: { size: ["Choose a company size."], note: ["Keep the note under 10 characters."] },
} as const satisfies ActionResponse<null>;
const DONE = { success: true, data: null } as const;

type Answer = () => Promise<ActionResponse<null>>;

/** Answers one after the other, and remembers what was sent. */
function actionOf(...answers: Answer[]) {
  const sent: Record<string, FormDataEntryValue[]>[] = [];
  const action: Action<null> = async (_previous, input) => {
    if (!(input instanceof FormData)) throw new Error("not a form");
    sent.push(Object.fromEntries([...input.keys()].map((name) => [name, input.getAll(name)])));
    const answer = answers[Math.min(sent.length, answers.length) - 1];
    if (!answer) throw new Error("no answer");
    return answer();
  };
  return { action, sent };
}
const always = (answer: ActionResponse<null>) => async () => answer;

type FormProps = Partial<Parameters<typeof ActionForm<null>>[0]>;

function Form({ action, ...props }: FormProps & { action: Action<null> }) {
  return (
    <ActionForm
      action={action}
      defaults={{ name: "Ada", size: "", days: ["mon"], news: true }}
      {...props}
    >
      <TextField name="name" label="Display name" hint="Others see it" />
      <RadioGroup name="size" label="Company size" options={SIZES} />
      <Select name="country" label="Country" placeholder="Choose…" options={SIZES} />
      <TextArea name="note" label="Note" />
      <CheckboxGroup
        name="days"
        label="Days"
        options={[
          { value: "mon", label: "Monday" },
          { value: "tue", label: "Tuesday" },
        ]}
      />
      <Checkbox name="news" label="Send me news" />
      <SubmitButton pending="Saving…">Save</SubmitButton>
    </ActionForm>
  );
}

const save = () => userEvent.click(screen.getByRole("button", { name: "Save" }));

test("fields start with their defaults, and send what was entered", async () => {
  const { action, sent } = actionOf(always(DONE));
  render(<Form action={action} />);
  expect(screen.getByLabelText("Display name")).toHaveValue("Ada");
  expect(screen.getByLabelText("Display name")).toHaveAccessibleDescription("Others see it");
  expect(screen.getByLabelText("Send me news")).toBeChecked();
  expect(screen.getByLabelText("Country")).toHaveValue("");
  await userEvent.click(screen.getByLabelText("Tuesday"));
  await userEvent.click(screen.getByLabelText("Large"));
  await userEvent.selectOptions(screen.getByLabelText("Country"), "Small");
  await save();
  expect(sent).toEqual([
    {
      name: ["Ada"],
      size: ["large"],
      country: ["small"],
      note: [""],
      days: ["mon", "tue"],
      news: ["on"],
    },
  ]);
});

test("a failure is shown as a whole and beside its fields, keeps the text and moves the focus", async () => {
  const { action } = actionOf(always(WRONG));
  render(<Form action={action} />);
  await userEvent.clear(screen.getByLabelText("Display name"));
  await userEvent.type(screen.getByLabelText("Display name"), "Grace");
  await userEvent.click(screen.getByLabelText("Send me news"));
  await userEvent.selectOptions(screen.getByLabelText("Country"), "Large");
  await userEvent.type(screen.getByLabelText("Note"), "far too long");
  await save();

  const summary = await screen.findByRole("alert");
  expect(summary).toHaveTextContent("Please fix the errors below.");
  const small = screen.getByRole("radio", { name: /Small/ });
  expect(within(summary).getByRole("link", { name: "Choose a company size." })).toHaveAttribute(
    "href",
    `#${small.id}`,
  );
  expect(small).toBeInvalid();
  await waitFor(() => expect(small).toHaveFocus());
  expect(screen.getByRole("group", { name: "Company size" })).toHaveAccessibleDescription(
    "Choose a company size.",
  );
  const note = screen.getByLabelText("Note");
  expect(note).toBeInvalid();
  expect(note).toHaveAccessibleDescription("Keep the note under 10 characters.");
  expect(note).toHaveValue("far too long");
  expect(screen.getByLabelText("Display name")).toHaveValue("Grace");
  expect(screen.getByLabelText("Display name")).toBeValid();
  expect(screen.getByLabelText("Country")).toHaveValue("large");
  expect(screen.getByLabelText("Send me news")).not.toBeChecked();
});

test("a failure of no field moves the focus to the summary", async () => {
  const { action } = actionOf(always({ success: false, code: "conflict", error: "Changed." }));
  render(<Form action={action} />);
  await save();
  const alert = await screen.findByRole("alert");
  await waitFor(() => expect(alert).toHaveFocus());
});

test("the errors go once the form is accepted, and what was entered stays", async () => {
  const { action } = actionOf(always(WRONG), always({ ...DONE, message: "Saved." }));
  const onSuccess = vi.fn();
  render(<Form action={action} onSuccess={onSuccess} />);
  await userEvent.type(screen.getByLabelText("Note"), "short");
  await save();
  await screen.findByRole("alert");
  await save();
  await waitFor(() => expect(screen.queryByRole("alert")).not.toBeInTheDocument());
  expect(screen.getByLabelText("Note")).toBeValid();
  expect(screen.getByLabelText("Note")).toHaveValue("short");
  expect(screen.getByLabelText("Display name")).toHaveValue("Ada");
  expect(toast.success).toHaveBeenCalledExactlyOnceWith("Saved.");
  expect(onSuccess).toHaveBeenCalledExactlyOnceWith(null);
});

test.each([
  [
    "without a connection the form says what is known",
    new TypeError("Failed to fetch"),
    "No answer came, so this may not be saved. Please try again.",
  ],
  [
    "after a deployment the form of an old page asks to reload it",
    new UnrecognizedActionError("Server Action was not found on the server."),
    "This page is out of date. Copy what you entered, then reload it.",
  ],
])("%s, and keeps the text", async (_what, error, text) => {
  const { action, sent } = actionOf(() => Promise.reject(error), always(DONE));
  const onFailure = vi.fn();
  render(<Form action={action} onFailure={onFailure} />);
  await userEvent.type(screen.getByLabelText("Note"), "kept");
  await save();
  expect(await screen.findByRole("alert")).toHaveTextContent(text);
  expect(onFailure).toHaveBeenCalledOnce();
  await save();
  await waitFor(() => expect(screen.queryByRole("alert")).not.toBeInTheDocument());
  expect(sent.map(({ note }) => note)).toEqual([["kept"], ["kept"]]);
});

test("a rate limit is waited out, counting down, and given up after five repeats", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: false });
  const { action, sent } = actionOf(
    always({ success: false, code: "rate-limited", error: "Too many.", retryAfterMs: 1_500 }),
  );
  render(<Form action={action} />);
  await act(async () => screen.getByRole("button", { name: "Save" }).click());
  expect(screen.getByText("Too many requests. Trying again in 2 s…")).toBeVisible();
  expect(screen.getByRole("button", { name: "Saving…" })).toHaveAttribute("aria-disabled", "true");
  await act(() => vi.advanceTimersByTimeAsync(1_000));
  expect(screen.getByText("Too many requests. Trying again in 1 s…")).toBeVisible();
  expect(sent).toHaveLength(1);
  await act(() => vi.advanceTimersByTimeAsync(1_000));
  expect(sent).toHaveLength(2);
  await act(() => vi.advanceTimersByTimeAsync(60_000));
  expect(sent).toHaveLength(6);
  expect(screen.getByRole("alert")).toHaveTextContent("Too many.");
  expect(screen.getByRole("button", { name: "Save" })).toBeInTheDocument();
});

test("no wait is longer than a minute, whatever the service asks", async () => {
  vi.useFakeTimers();
  const { action, sent } = actionOf(
    always({ success: false, code: "rate-limited", error: "Too many.", retryAfterMs: 3_600_000 }),
    always(DONE),
  );
  render(<Form action={action} />);
  await act(async () => screen.getByRole("button", { name: "Save" }).click());
  expect(screen.getByText("Too many requests. Trying again in 60 s…")).toBeVisible();
  await act(() => vi.advanceTimersByTimeAsync(60_000));
  expect(sent).toHaveLength(2);
});

test("a form is sent once, however often it is submitted meanwhile", async () => {
  const { promise, resolve } = Promise.withResolvers<ActionResponse<null>>();
  const { action, sent } = actionOf(() => promise);
  render(<Form action={action} />);
  await save();
  await userEvent.click(screen.getByRole("button", { name: "Saving…" }));
  expect(sent).toHaveLength(1);
  await act(async () => resolve(DONE));
  expect(screen.getByRole("button", { name: "Save" })).toHaveFocus();
});

test("of two buttons, the one that was pressed sends its value and says that it works", async () => {
  const { promise, resolve } = Promise.withResolvers<ActionResponse<null>>();
  const { action, sent } = actionOf(() => promise);
  render(
    <ActionForm action={action}>
      <SubmitButton name="verdict" value="yes" pending="Approving…">
        Approve
      </SubmitButton>
      <SubmitButton name="verdict" value="no" pending="Removing…">
        Remove
      </SubmitButton>
    </ActionForm>,
  );
  await userEvent.click(screen.getByRole("button", { name: "Remove" }));
  expect(screen.getByRole("button", { name: "Removing…" })).toBeInTheDocument();
  expect(screen.getByRole("button", { name: "Approve" })).toBeInTheDocument();
  expect(sent).toEqual([{ verdict: ["no"] }]);
  await act(async () => resolve(DONE));
});

test("a question is asked first, and only a yes sends the form", async () => {
  const { action, sent } = actionOf(always(DONE));
  render(
    <Form action={action} confirm={{ title: "Leave the team?", confirm: "Leave", body: "Hm." }} />,
  );
  await save();
  expect(await screen.findByRole("alertdialog", { name: "Leave the team?" })).toHaveTextContent(
    "Hm.",
  );
  await userEvent.click(screen.getByRole("button", { name: "Cancel" }));
  expect(sent).toHaveLength(0);
  await save();
  await userEvent.click(await screen.findByRole("button", { name: "Leave" }));
  expect(sent).toHaveLength(1);
});

test("a question may depend on what was entered", async () => {
  const { action, sent } = actionOf(always(DONE));
  render(
    <Form
      action={action}
      confirm={(form) =>
        form.get("note") ? { title: `Send “${form.get("note")}”?`, confirm: "Send" } : null
      }
    />,
  );
  await save();
  expect(sent).toHaveLength(1);
  await userEvent.type(screen.getByLabelText("Note"), "hello");
  await save();
  expect(await screen.findByRole("alertdialog", { name: "Send “hello”?" })).toBeInTheDocument();
});

test("the toast of a success takes it back, with the form that undoes it", async () => {
  const { action, sent } = actionOf(
    always({ ...DONE, message: "Saved." }),
    always(DONE),
    always(WRONG),
  );
  const undo = (form: FormData) => {
    form.set("note", "before");
    return form;
  };
  render(<Form action={action} undo={undo} />);
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(toast.success).toHaveBeenCalledOnce());
  const [text, options] = vi.mocked(toast.success).mock.lastCall ?? [];
  expect(text).toBe("Saved.");
  const button = options?.action;
  if (!button || typeof button !== "object" || !("onClick" in button)) throw new Error("no button");
  // A cast, because sonner asks for React's event, which nothing reads.
  const click = () => act(async () => button.onClick(new MouseEvent("click") as never));
  await click();
  expect(sent[1]).toMatchObject({ note: ["before"] });
  await waitFor(() => expect(toast.success).toHaveBeenLastCalledWith("Undone."));
  await click();
  await waitFor(() => expect(toast.error).toHaveBeenCalledWith(WRONG.error));
});

test("a redirect made by the action is left to Next", async () => {
  class Boundary extends Component<{ children: ReactNode }, { digest: string }> {
    override state = { digest: "" };
    static getDerivedStateFromError = ({ digest = "none" }: { digest?: string }) => ({ digest });
    override render() {
      return this.state.digest || this.props.children;
    }
  }
  const quiet = vi.spyOn(console, "error").mockImplementation(() => {});
  const { action } = actionOf(async () => redirect("/dashboard"));
  render(
    <Boundary>
      <Form action={action} />
    </Boundary>,
  );
  await save();
  expect(await screen.findByText(/NEXT_REDIRECT;.*\/dashboard/)).toBeInTheDocument();
  quiet.mockRestore();
});

test("before hydration it is a form that posts to its action, never a GET with the fields in the URL", () => {
  const { action } = actionOf(always(DONE));
  // What React's compiler adds to a server action, so that a form can be sent without JavaScript.
  const serverAction: Action<null> = Object.assign(action, {
    $$FORM_ACTION: () => ({
      name: "$ACTION_ID_1",
      method: "POST",
      encType: "multipart/form-data",
      data: null,
    }),
    $$IS_SIGNATURE_EQUAL: () => false,
    bind: () => serverAction, // React binds the state to it
  });
  const page = new DOMParser().parseFromString(
    renderToString(<Form action={serverAction} />),
    "text/html",
  );
  const form = page.querySelector("form");
  expect(form?.method).toBe("post");
  expect(form?.noValidate).toBe(true);
  expect(page.querySelector<HTMLInputElement>('[name="name"]')?.value).toBe("Ada");
  expect(page.querySelector('button[type="submit"]')).not.toBeNull();
});
