import { expect, test } from "vitest";
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
