import { expect, test } from "vitest";
import { z } from "zod";
import { parseForm } from "~/lib/input/form";

const tags = z.strictObject({ tags: z.array(z.string().max(10).optional()) });

function formOf(...fields: [name: string, value: string][]): FormData {
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  return form;
}

test("a list may have a hundred entries by index, and no field may make a longer one", () => {
  expect(parseForm(formOf(["tags[99]", "last"]), tags)?.status).toBe("success");
  expect(parseForm(formOf(["tags[100]", "more"]), tags)).toBeNull();
  expect(parseForm(formOf(["tags[0]", "first"], ["tags[1][100]", "more"]), tags)).toBeNull();
});
