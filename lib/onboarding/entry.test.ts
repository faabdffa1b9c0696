import { expect, test } from "vitest";
import { entrySchema } from "~/lib/onboarding/entry";

const issues = (entered: unknown) =>
  entrySchema
    .safeParse(entered)
    .error?.issues.map(({ path, message }) => [path.join("."), message]);

test("texts, lists and groups are kept as they were entered", () => {
  const entered = { name: " A ", tags: ["a", "b"], rows: [{ days: "1" }], address: { city: "" } };
  expect(entrySchema.parse(entered)).toEqual(entered);
});

test("a file is refused beside its field, however deep", () => {
  const file = new File(["x"], "x.txt");
  const text = "A file can't be saved here. Remove it to continue.";
  expect(issues({ name: "A", cv: file, photos: [file, file], more: { logo: file } })).toEqual([
    ["cv", text],
    ["photos", text],
    ["more.logo", text],
  ]);
});

test.each([
  ["a list with a gap", { tags: ["a", undefined, "b"] }],
  ["a list in a list", { tags: [["a"]] }],
  ["undefined", { name: undefined }],
  ["no form", "A"],
])("%s is refused: Firestore does not take it", (_what, entered) => {
  expect(issues(entered)).toEqual([["", "This form can't be saved."]]);
});

test("more than 50 kB are refused", () => {
  expect(issues({ note: "x".repeat(49_900) })).toBeUndefined();
  expect(issues({ note: "ø".repeat(25_000) })).toEqual([
    ["", "This is too much text to save. Please shorten it."],
  ]);
});
