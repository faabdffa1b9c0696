import { expect, test } from "vitest";
import { z } from "zod";
import { oneOf } from "~/lib/onboarding/options";
import { summaryOf } from "~/lib/onboarding/summary";

test("an answer is a line for each field, in words", () => {
  const answer = {
    companyName: " Acme ",
    topics: ["design", "sales"],
    tags: new Set(["a", "b"]),
    hours: 7.5,
    startsOn: new Date("2027-03-01"),
    newsletter: false,
    accept_terms: true,
    site: new URL("https://example.com/"),
    address: { city: "Oslo", zipCode: "0150" },
  };
  expect(summaryOf(answer).split("\n")).toEqual([
    "Company name: Acme",
    "Topics: design, sales",
    "Tags: a, b",
    "Hours: 7.5",
    "Starts on: March 1, 2027",
    "Newsletter: No",
    "Accept terms: Yes",
    "Site: https://example.com/",
    "Address: City: Oslo, Zip code: 0150",
  ]);
});

test("an option is shown by its label, in a list, a group and whatever is around it", () => {
  const AREAS = [
    { value: "eng", label: "Engineering" },
    { value: "none", label: "None of these" },
  ] as const;
  const area = () => oneOf(AREAS, "Choose an area");
  const schema = z
    .strictObject({
      area: area(),
      other: area().optional(),
      first: area().default("eng"),
      many: z.array(area()).max(3),
      upper: area().transform((value) => value.toUpperCase()),
      same: area().transform((value) => value),
      wide: z.preprocess((value) => value, area().nullable()),
      set: z.array(area()).transform((all) => new Set(all)),
      inner: z.strictObject({ area: area() }).optional(),
      rows: z.array(z.strictObject({ area: area() })),
      text: z.string(),
    })
    .readonly();
  const answer = schema.parse({
    area: "eng",
    other: "none",
    many: ["eng", "none"],
    upper: "eng",
    same: "eng",
    wide: "none",
    set: ["eng"],
    inner: { area: "eng" },
    rows: [{ area: "eng" }, { area: "none" }],
    text: "eng",
  });
  expect(summaryOf(answer, schema).split("\n")).toEqual([
    "Area: Engineering",
    "Other: None of these",
    "First: Engineering",
    "Many: Engineering, None of these",
    "Upper: ENG",
    "Same: Engineering",
    "Wide: None of these",
    "Set: Engineering",
    "Inner: Area: Engineering",
    "Rows: Area: Engineering, Area: None of these",
    "Text: eng",
  ]);
});

test("what was left empty is left out", () => {
  expect(summaryOf({ hours: undefined, note: "", topics: [], address: { city: null } })).toBe("");
  expect(summaryOf({})).toBe("");
});

test("an answer that a schema made something else of is shown all the same", () => {
  expect(summaryOf(undefined)).toBe("");
  expect(summaryOf("Acme")).toBe("Acme");
  expect(summaryOf(["a", "b"])).toBe("a, b");
  expect(summaryOf(true)).toBe("Yes");
});
