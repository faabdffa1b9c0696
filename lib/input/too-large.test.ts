import { expect, test } from "vitest";
import { refuseTooLarge } from "~/lib/input/too-large";

function formOf(...fields: [name: string, value: string | File][]): FormData {
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  return form;
}
const file = (bytes: number) => new File(["x".repeat(bytes)], "cv.pdf");

test("what the server reads is sent", () => {
  expect(refuseTooLarge(formOf(["note", "x".repeat(90_000)], ["cv", file(1_000)]))).toBeNull();
});

test("a form that the server would refuse is not sent, and its files are named", () => {
  const form = formOf(["note", "x"], ["photos", file(60_000)], ["photos", file(60_000)]);
  expect(refuseTooLarge(form)).toEqual({
    success: false,
    code: "too-large",
    error: "This form is too large. At most 100 KB can be sent.",
    fieldErrors: { photos: ["This is too large to be sent."] },
  });
});

test("bytes are counted, not characters", () => {
  expect(refuseTooLarge(formOf(["note", "ø".repeat(60_000)]))).toMatchObject({ fieldErrors: {} });
});
