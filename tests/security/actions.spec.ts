import { type Decision, decide } from "../../lib/auth/policy.ts";
import { builtActions } from "../e2e/support/built-app.ts";
import { addressOf } from "../tools/address-of.ts";
import { claimsOf, expect, type Forged, form, test, VISITOR_NAMES } from "./support.ts";

const TEXT = { "content-type": "text/plain;charset=UTF-8" };

function json(body: string): Forged {
  return { headers: TEXT, body };
}

/** Arguments that reach an action. Whoever may call it is told that they are not valid. */
const INPUTS: Record<string, Forged> = {
  "an object for a form": json('[null,{"forged":true}]'),
  "no arguments": json("[]"),
  "null for a form": json("[null,null]"),
  "a text for a form": json('[null,"x"]'),
  "an object with a prototype": json('[null,{"__proto__":{"role":"admin"}}]'),
  "an unknown field": form({ forged: "1" }),
  "a field named like a prototype": form({
    __proto__x: "1",
    "constructor[prototype][role]": "admin",
  }),
  "a list of four billion": form({ "role[4000000000]": "admin" }),
};

/** Bodies that Next refuses before there are arguments. */
const BROKEN: Record<string, Forged> = {
  "no JSON": json("{{{"),
  "an empty body": json(""),
  "five thousand lists in each other": json("[".repeat(5_000) + "]".repeat(5_000)),
  "more than the limit": json(JSON.stringify([null, "a".repeat(110_000)])),
};

/** Where a browser would say that the call comes from. */
const ORIGINS = ["https://evil.example", "null", "http://x.localhost", "https://localhost"];

const DENIED: Record<Exclude<Decision["kind"], "allow">, string> = {
  "sign-in": "signed-out",
  onboarding: "onboarding-required",
  forbidden: "forbidden",
  "no-rule": "not-found",
};

const codeIn = (body: string) => /"code":"([a-z-]+)"/.exec(body)?.[1];

for (const { id, name, access } of builtActions()) {
  for (const visitor of VISITOR_NAMES) {
    const { kind } = decide(access, claimsOf(visitor));

    test(`${name} is refused to ${visitor}, whatever the arguments`, async ({ target }) => {
      const cookie = await target.cookieOf(visitor, `${visitor} calls ${name}`);
      for (const [what, { headers, body }] of Object.entries(INPUTS)) {
        const sent = { method: "POST", body, headers: { ...headers, cookie, "next-action": id } };
        const answer = await target.send(addressOf(access), sent);
        const code = kind === "allow" ? "invalid-input" : DENIED[kind];
        expect(codeIn(answer.body), what).toBe(code);
      }
    });
  }

  for (const [what, { headers, body }] of Object.entries(BROKEN)) {
    test(`${name} does not run with ${what}`, async ({ target }) => {
      const cookie = await target.cookieOf("owner");
      const sent = { method: "POST", body, headers: { ...headers, cookie, "next-action": id } };
      const answer = await target.send(addressOf(access), sent, 500);
      expect(answer.body).toContain("digest");
      expect(answer.body).not.toContain('"success"');
    });
  }

  for (const origin of ORIGINS) {
    test(`${name} does not run when it is called from ${origin}`, async ({ target }) => {
      const { headers, body } = form({ forged: "1" });
      const cookie = await target.cookieOf("owner");
      const sent = {
        method: "POST",
        body,
        headers: { ...headers, cookie, origin, "next-action": id },
      };
      // Next's own answer to a foreign origin.
      const answer = await target.send(addressOf(access), sent, 500);
      expect(answer.status).toBe(500);
      expect(answer.body).not.toContain('"success"');
    });
  }
}

for (const id of ["__proto__", "constructor", "00".repeat(21), "x", "../../etc/passwd"]) {
  test(`there is no action ${id}`, async ({ target }) => {
    const cookie = await target.cookieOf("owner");
    const sent = { method: "POST", body: "[]", headers: { ...TEXT, cookie, "next-action": id } };
    expect([400, 404, 409]).toContain((await target.send("/dashboard", sent)).status);
  });
}
