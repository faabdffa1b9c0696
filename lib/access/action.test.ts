import { expect, test } from "vitest";
import { z } from "zod";
import { action } from "~/lib/access/action";
import { apiRoute } from "~/lib/access/api-route";

const run = async () => [null, null] as [null, null];
const input = z.strictObject({ name: z.string() });

/** tsc checks this file too: an expected error that is missing fails the type check. */
test("a path without a rule does not compile, and throws when it is defined all the same", () => {
  // @ts-expect-error no such path in POLICY
  expect(() => action({ name: "x", access: "/billing", input, run })).toThrow(/No rule for \/bill/);
  // @ts-expect-error no such path in POLICY
  expect(() => apiRoute("/api/billing", async () => new Response())).toThrow(/No rule for/);
});

test("misuse of action does not compile", () => {
  expect(action({ name: "x", access: "/dashboard", input, run })).toBeTypeOf("function");
  // @ts-expect-error a page that is open to anyone guards nothing
  action({ name: "x", access: "/", input, run });
  // @ts-expect-error it needs a schema
  action({ name: "x", access: "/dashboard", run });
  // @ts-expect-error `run` answers a tuple
  action({ name: "x", access: "/dashboard", input, run: async () => "done" });
  // @ts-expect-error the field is called name
  action({ name: "x", access: "/dashboard", input, run: async ({ nome }) => [null, nome] });
  // @ts-expect-error a page is no route handler
  apiRoute("/dashboard", async () => new Response());
});
