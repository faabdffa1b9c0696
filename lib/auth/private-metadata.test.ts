import { describe, expect, test } from "vitest";
import { privateMetadataFields, privateMetadataSchema } from "~/lib/auth/private-metadata";

const FULL = { internalNotes: "", apiQuotaOverride: 0, billingId: "cus_1-A" };

/** The fields, and unknown names, for which a schema refuses the fields of a form. */
function refusedIn(fields: object) {
  const { issues = [] } = privateMetadataFields.safeParse(fields).error ?? {};
  return issues.map((issue) => (issue.code === "unrecognized_keys" ? issue.keys : issue.path)[0]);
}

test("takes values up to their bounds", () => {
  expect(refusedIn(FULL)).toEqual([]);
  const largest = { internalNotes: "x".repeat(2_000), apiQuotaOverride: 1_000_000 };
  expect(refusedIn({ ...largest, billingId: "b".repeat(64) })).toEqual([]);
});

describe("refuses", () => {
  test.each([
    ["internalNotes", "x".repeat(2_001)],
    ["internalNotes", 7],
    ["apiQuotaOverride", -1],
    ["apiQuotaOverride", 1_000_001],
    ["apiQuotaOverride", 1.5],
    ["apiQuotaOverride", "5"],
    ["billingId", ""],
    ["billingId", "b".repeat(65)],
    ["billingId", "../customers"],
    ["billingId", "cus_1\n"],
    ["billingId", "cüs"],
  ])("%s: %j", (name, value) => {
    expect(refusedIn({ ...FULL, [name]: value })).toEqual([name]);
  });

  test.each(["role", "lastChangeId", "__proto__"])("a form with the field %s", (name) => {
    const fields = JSON.parse(JSON.stringify({ ...FULL, other: "x" }).replace("other", name));
    expect(refusedIn(fields)).toEqual([name]);
  });
});

test("what is stored may have the id of its last change, and nothing else", () => {
  const stored = { ...FULL, lastChangeId: crypto.randomUUID() };
  expect(privateMetadataSchema.safeParse(stored).success).toBe(true);
  for (const wrong of [{ lastChangeId: "last" }, { role: "admin" }]) {
    expect(privateMetadataSchema.safeParse({ ...stored, ...wrong }).success).toBe(false);
  }
});
