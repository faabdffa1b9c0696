import { createHmac, hkdfSync } from "node:crypto";
import { z } from "zod";
import { LEAST_PRIVILEGE } from "../../lib/auth/claims.ts";
import { DOCUMENT, expect, type Target, test } from "./support.ts";

/* What visitors may write themselves, and what they may not raise by it. */

const RAISED = { role: "admin", plan: "enterprise", onboardingComplete: true, teamId: "team_1" };
const JSON_OF_RAISED = JSON.stringify(RAISED);

const signedUp = z.object({
  response: z.object({ id: z.string(), created_user_id: z.string().nullable() }),
});

async function newVisitor(target: Target): Promise<{ id: string; cookie: string }> {
  const { id } = await target.local.createUser();
  return { id, cookie: await target.signIn(id) };
}

async function expectNothingRaised(target: Target, id: string, cookie: string): Promise<void> {
  const me = await target.send("/api/me", { headers: { cookie } });
  expect(JSON.parse(me.body)).toMatchObject({ userId: id, claims: LEAST_PRIVILEGE });
  expect((await target.local.clerk.users.getUser(id)).publicMetadata).toEqual({});
  const later = await target.send("/api/me", { headers: { cookie: await target.signIn(id) } });
  expect(JSON.parse(later.body).claims).toEqual(LEAST_PRIVILEGE);
}

/** Clerk's answer to metadata that only a server may write: refused by name, and nothing is written. */
const REFUSED = 422;
/** The local Clerk's answer to parameters that clerk-js never sends. */
const NOT_IMPLEMENTED = 501;

/** Calls of clerk-js that write, with more than clerk-js sends. */
const WRITES: Record<string, { path: string; fields: Record<string, string>; status: number }> = {
  "public metadata": {
    path: "/v1/me",
    fields: { first_name: "A", public_metadata: JSON_OF_RAISED },
    status: REFUSED,
  },
  "private metadata": {
    path: "/v1/me",
    fields: { first_name: "A", private_metadata: JSON_OF_RAISED },
    status: REFUSED,
  },
  "unsafe metadata": {
    path: "/v1/me/metadata",
    fields: { unsafe_metadata: JSON_OF_RAISED },
    status: 200,
  },
  "public beside unsafe": {
    path: "/v1/me/metadata",
    fields: { unsafe_metadata: "{}", public_metadata: JSON_OF_RAISED },
    status: REFUSED,
  },
  claims: {
    path: "/v1/me",
    fields: { first_name: "A", role: "admin", metadata: JSON_OF_RAISED },
    status: NOT_IMPLEMENTED,
  },
};

function clerkForm({ local }: Target, fields: Record<string, string>, cookie = "") {
  const type = "application/x-www-form-urlencoded";
  const headers = { cookie, "content-type": type, origin: local.appUrl };
  return { method: "POST", headers, body: new URLSearchParams(fields).toString() };
}

for (const [name, { path, fields, status }] of Object.entries(WRITES)) {
  test(`a user's own ${name} raise nothing`, async ({ target }) => {
    const { id, cookie } = await newVisitor(target);
    const sent = clerkForm(target, fields, cookie);
    const answer = await target.send(`/__clerk${path}?_method=PATCH`, sent, NOT_IMPLEMENTED);
    expect(answer.status).toBe(status);
    const { unsafeMetadata, firstName } = await target.local.clerk.users.getUser(id);
    expect(unsafeMetadata).toEqual(status === 200 ? RAISED : {});
    expect(firstName).toBeNull();
    await expectNothingRaised(target, id, cookie);
  });
}

const signUp = (field: string) => {
  const email_address = `raise-${field.replace("_", "-")}-${process.pid}@example.com`;
  return { email_address, password: "local-password-1", [field]: JSON_OF_RAISED };
};

for (const field of ["public_metadata", "private_metadata"]) {
  test(`a sign-up with ${field} makes no user`, async ({ target }) => {
    const fields = signUp(field);
    const answer = await target.send("/__clerk/v1/client/sign_ups", clerkForm(target, fields));
    expect(answer.status).toBe(REFUSED);
    const { data } = await target.local.clerk.users.getUserList({
      emailAddress: [fields.email_address],
    });
    expect(data).toEqual([]);
  });
}

test("unsafe_metadata of a sign-up raises nothing", async ({ target }) => {
  let cookie = "";
  const post = async (path: string, fields: Record<string, string>) => {
    const sent = clerkForm(target, fields, cookie);
    const { status, headers, body } = await target.send(`/__clerk/v1/client/sign_ups${path}`, sent);
    expect(status, path).toBe(200);
    cookie ||= (headers["set-cookie"] ?? []).map((one) => one.split(";")[0]).join("; ");
    return signedUp.parse(JSON.parse(body)).response;
  };
  const { id } = await post("", signUp("unsafe_metadata"));
  await post(`/${id}/prepare_verification`, { strategy: "email_code" });
  const done = await post(`/${id}/attempt_verification`, {
    strategy: "email_code",
    code: "424242",
  });
  const userId = done.created_user_id ?? "";
  const { unsafeMetadata } = await target.local.clerk.users.getUser(userId);
  expect(unsafeMetadata).toEqual(RAISED);
  await expectNothingRaised(target, userId, await target.signIn(userId));
});

const seal = (secretKey: string, sealed: object): string => {
  const payload = Buffer.from(JSON.stringify(sealed)).toString("base64url");
  const key = Buffer.from(hkdfSync("sha256", secretKey, "", "newer-claims", 32));
  return `${payload}.${createHmac("sha256", key).update(payload).digest("base64url")}`;
};

/** Newer-claims cookies that must count for nothing. Most are signed with the right key. */
const COOKIES: Record<string, (own: { sub: string; sid: string; secretKey: string }) => string> = {
  "signed with another key": ({ secretKey: _, ...own }) => seal("another", { ...now(), ...own }),
  "of another user": ({ secretKey, sid }) =>
    seal(secretKey, { ...now(), sub: "user_local_owner", sid }),
  "of another session": ({ secretKey, sub }) =>
    seal(secretKey, { ...now(), sub, sid: "sess_other" }),
  "of another organization": ({ secretKey, ...own }) =>
    seal(secretKey, { ...now(), ...own, org: "org_other" }),
  "that has expired": ({ secretKey, ...own }) =>
    seal(secretKey, { ...now(), ...own, exp: Date.now() - 1 }),
  "older than the token": ({ secretKey, ...own }) =>
    seal(secretKey, { ...now(), ...own, at: Date.now() - 60_000 }),
  "without a user": ({ secretKey, sid }) => seal(secretKey, { ...now(), sid }),
  "with a signature cut short": ({ secretKey, ...own }) =>
    seal(secretKey, { ...now(), ...own }).slice(0, -8),
  "without a signature": ({ secretKey, ...own }) =>
    `${seal(secretKey, { ...now(), ...own }).split(".")[0]}.`,
  "with null inside": ({ secretKey }) => seal(secretKey, JSON.parse("[null]")),
  "of nonsense": () => "x.y",
};

const now = () => {
  return { org: null, at: Date.now() + 5_000, exp: Date.now() + 60_000, claims: RAISED };
};

function identityIn(cookie: string): { sub: string; sid: string } {
  const token = /__session=([^;]+)/.exec(cookie)?.[1] ?? "";
  return JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
}

test("a newer-claims cookie that this app has signed counts", async ({ target }) => {
  const { cookie } = await newVisitor(target);
  const { sub, sid } = identityIn(cookie);
  const value = seal(target.local.secretKey, { ...now(), sub, sid });
  const me = await target.send("/api/me", {
    headers: { cookie: `${cookie}; newer-claims=${value}` },
  });
  expect(JSON.parse(me.body).claims).toEqual(RAISED);
});

for (const [name, make] of Object.entries(COOKIES)) {
  test(`a newer-claims cookie ${name} raises nothing`, async ({ target }) => {
    const { id, cookie } = await newVisitor(target);
    const { sub, sid } = identityIn(cookie);
    const value = make({ sub, sid, secretKey: target.local.secretKey });
    await expectNothingRaised(target, id, `${cookie}; newer-claims=${value}`);
  });
}

/** Where a visitor may be sent after signing in or being denied: nowhere but to this site. */
const AWAY = [
  "https://evil.example/",
  "//evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "/\t/evil.example",
  "/%09/evil.example",
  "javascript:alert(1)",
  "data:text/html,x",
  "/.//evil.example",
  "https:evil.example",
  "/dashboard@evil.example",
  "/api/me",
  "/nowhere",
  "/sign-in?redirect_url=//evil.example",
];

for (const away of AWAY) {
  const query = encodeURIComponent(away);
  for (const page of [
    "/sign-in?redirect_url",
    "/sign-up?redirect_url",
    "/unauthorized?from",
    "/onboarding?from",
  ]) {
    test(`${page}=${away} leads nowhere else`, async ({ target }) => {
      const visitor = page.startsWith("/sign") ? "nobody" : "user";
      const headers = { ...DOCUMENT, cookie: await target.cookieOf(visitor) };
      const answer = await target.send(`${page}=${query}`, { headers });
      const to = new URL(answer.headers.location ?? "/", target.local.appUrl);
      expect(to.origin).toBe(target.local.appUrl);
      const scripts = /<script[\s\S]*?<\/script>/g;
      const links = [
        ...answer.body.replaceAll(scripts, "").matchAll(/(?:href|action|content)="([^"]*)"/g),
      ];
      expect(
        links.map(([, link]) => link).filter((link) => link?.includes("evil.example")),
      ).toEqual([]);
      expect(answer.body).not.toMatch(/NEXT_REDIRECT;[^;]*;[^;]*evil/);
    });
  }
}

test("a return path to onboarding from onboarding ends", async ({ target }) => {
  const headers = { ...DOCUMENT, cookie: await target.cookieOf("user") };
  let path = Array.from({ length: 20 }).reduce<string>(
    (inner) => `/onboarding?from=${encodeURIComponent(inner).slice(0, 900)}`,
    "/onboarding",
  );
  for (const _ of [1, 2]) {
    const { headers: answered } = await target.send(path, { headers });
    path = answered.location ?? path;
  }
  expect(path).toBe("/dashboard");
});
