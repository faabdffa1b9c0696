import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { LEAST_PRIVILEGE } from "~/lib/auth/claims";
import type { Session } from "~/lib/auth/session";
import { startBackends } from "~/tests/support/backends";
import { TOP_PLAN, TOP_ROLE } from "~/tests/tools/highest.ts";

/** Who calls is set by each test; how a caller is checked, lib/access/check.test.ts shows. */
const caller = vi.hoisted(() => ({ session: {} as Partial<Session> }));
vi.mock("~/lib/access/check", () => ({ check: async () => [null, caller.session] }));
vi.mock("next/cache", () => ({ revalidatePath: vi.fn() }));

/** Steps of this test's own: the app's may be reordered and replaced. */
vi.mock("~/lib/onboarding/steps", async () => {
  const { z } = await import("zod");
  const { defineStep } = await import("~/lib/onboarding/step");
  const { saveDisplayName } = await import("~/lib/onboarding/display-name");
  const welcome = defineStep({ slug: "welcome", title: "Welcome", schema: z.strictObject({}) });
  const profile = defineStep({
    slug: "profile",
    title: "Profile",
    schema: z.strictObject({
      displayName: z.string("Enter a display name").trim(),
      companySize: z.enum(["just-me", "2-10"], "Choose a company size"),
    }),
    onFinish: ({ displayName }, userId) => saveDisplayName(userId, displayName),
  });
  const company = defineStep({
    slug: "company",
    title: "Company",
    schema: z.strictObject({ companyName: z.string() }),
    when: (answerOf) => answerOf(profile)?.companySize !== "just-me",
  });
  const preferences = defineStep({
    slug: "preferences",
    title: "Preferences",
    schema: z.strictObject({ digest: z.enum(["daily", "never"]) }),
  });
  return { STEPS: [welcome, profile, company, preferences] };
});

let backends: Awaited<ReturnType<typeof startBackends>>;
let actions: typeof import("./actions");
let store: typeof import("~/lib/onboarding/store");
let userId: string;
let counter = 0;

beforeAll(async () => {
  backends = await startBackends({ users: [] });
  actions = await import("./actions");
  store = await import("~/lib/onboarding/store");
});

beforeEach(async () => {
  counter += 1;
  const emailAddress = [`onboarding-${counter}@example.com`];
  const options = { emailAddress, password: "local-password-1" };
  userId = (await backends.client.users.createUser(options)).id;
  caller.session = { userId, claims: LEAST_PRIVILEGE };
  backends.requests.clear();
});

afterEach(() => backends.faults.clear());
afterAll(() => backends.close());

type Fields = Record<string, string | string[] | File>;

function formOf(fields: Fields): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    for (const one of Array.isArray(value) ? value : [value]) form.append(name, one);
  }
  return form;
}

/** Where an action redirects to, or what it answers. */
async function send(action: "saveStep" | "finishOnboarding", fields: Fields): Promise<unknown> {
  try {
    return await actions[action](null, formOf(fields));
  } catch (error) {
    return String(Object(error).digest).split(";")[2];
  }
}

const save = (fields: Fields) => send("saveStep", fields);
const finish = (fields: Fields = {}) => send("finishOnboarding", { step: "finish", ...fields });
const PROFILE = { step: "profile", displayName: " Ada Lovelace ", companySize: "just-me" };

async function answerEverything(): Promise<void> {
  await save({ step: "welcome" });
  await save(PROFILE);
  await save({ step: "preferences", digest: "never" });
}

async function stored() {
  return (await store.readOnboarding(userId))[1];
}

async function userInClerk() {
  return backends.client.users.getUser(userId);
}

const patches = () =>
  backends.requests
    .list()
    .filter(({ method }) => method === "PATCH")
    .map(({ path }) => path);

describe("saveStep", () => {
  test("stores what was entered, and opens the first step without an answer", async () => {
    expect(await save({ step: "welcome" })).toBe("/onboarding/profile");
    expect(await save({ ...PROFILE, companySize: "2-10" })).toBe("/onboarding/company");
    expect(await save({ step: "company", companyName: "Acme" })).toBe("/onboarding/preferences");
    // An earlier answer that is changed leads back to where the user was.
    expect(await save(PROFILE)).toBe("/onboarding/preferences");
    expect(await save({ step: "preferences", digest: "never" })).toBe("/onboarding/finish");
    expect((await stored())?.answers).toEqual({
      welcome: {},
      profile: { displayName: " Ada Lovelace ", companySize: "just-me" },
      company: { companyName: "Acme" },
      preferences: { digest: "never" },
    });
  });

  test("keeps the page to return to, and drops one of another site", async () => {
    const to = async (from: string) => save({ step: "welcome", from });
    expect(await to("/settings?x=1")).toBe("/onboarding/profile?from=%2Fsettings%3Fx%3D1");
    expect(await to("https://evil.example/")).toBe("/onboarding/profile");
  });

  test.each<[string, Fields, object]>([
    [
      "an empty form",
      { step: "profile", displayName: "" },
      {
        displayName: ["Enter a display name"],
        companySize: ["Choose a company size"],
      },
    ],
    ["a field that no step has", { ...PROFILE, role: "admin" }, {}],
    [
      "a step that does not exist",
      { ...PROFILE, step: "admin" },
      { form: ["There is no such step."] },
    ],
    [
      "a file",
      { ...PROFILE, displayName: new File(["x"], "x.txt") },
      { displayName: ["A file can't be saved here. Remove it to continue."] },
    ],
    [
      "more text than is stored",
      { ...PROFILE, displayName: "x".repeat(50_000) },
      { form: ["This is too much text to save. Please shorten it."] },
    ],
    ["a list with gaps", { step: "profile", "displayName[3]": "x" }, {}],
    ["no step", { displayName: "Ada" }, { form: ["There is no such step."] }],
  ])("refuses %s, and writes nothing", async (_what, fields, fieldErrors) => {
    const answer = await save(fields);
    expect(answer).toMatchObject({ success: false, code: "invalid-input", fieldErrors });
    expect(backends.requests.list()).toEqual([]);
  });

  test("asks Clerk for nothing, and leaves the name there until the user finishes", async () => {
    await save(PROFILE);
    expect(backends.requests.list().filter(({ path }) => path.startsWith("/v1/"))).toEqual([]);
    expect((await userInClerk()).firstName).toBeNull();
  });

  test.each([
    ["the document", () => store.markComplete(userId)],
    ["the claims", () => Object.assign(caller.session, { claims: ONBOARDED })],
  ])("is refused once %s say that onboarding is complete", async (_what, complete) => {
    await answerEverything();
    await complete();
    expect(await save({ ...PROFILE, displayName: "Late" })).toBe("/dashboard");
    expect((await stored())?.answers.profile).toMatchObject({ displayName: " Ada Lovelace " });
  });
});

const ONBOARDED = { ...LEAST_PRIVILEGE, onboardingComplete: true };

describe("finishOnboarding", () => {
  test("writes the one claim, and keeps what an admin or a payment has given", async () => {
    await answerEverything();
    const publicMetadata = { plan: TOP_PLAN, role: TOP_ROLE };
    await backends.client.users.updateUserMetadata(userId, { publicMetadata });
    expect(await finish()).toBe("/dashboard");
    expect((await stored())?.completedAt).toBeInstanceOf(Date);
    expect((await userInClerk()).publicMetadata).toEqual({
      ...publicMetadata,
      onboardingComplete: true,
    });
  });

  test("gives the user the name of their last answer in Clerk, for menus and admin pages", async () => {
    await answerEverything();
    await save({ ...PROFILE, displayName: " Ada " });
    expect(await finish()).toBe("/dashboard");
    expect(await userInClerk()).toMatchObject({ firstName: "Ada", lastName: "" });
  });

  test("writes nothing else when Clerk does not take the name; the next try does it all", async () => {
    await answerEverything();
    backends.faults.add({ match: `PATCH /v1/users/${userId}`, status: 403, times: 1 });
    expect(await finish()).toMatchObject({ success: false });
    expect((await stored())?.completedAt).toBeNull();
    expect((await userInClerk()).publicMetadata).toEqual({});
    // The name can still be changed.
    await save({ ...PROFILE, displayName: "Ada" });
    expect(await finish()).toBe("/dashboard");
    expect(await userInClerk()).toMatchObject({
      firstName: "Ada",
      publicMetadata: { onboardingComplete: true },
    });
  });

  test("stops nobody where names are not enabled in Clerk", async () => {
    const body = { errors: [{ code: "form_param_unknown", message: "is unknown" }] };
    backends.faults.add({ match: `PATCH /v1/users/${userId}`, status: 422, body });
    await answerEverything();
    expect(await finish()).toBe("/dashboard");
  });

  test("opens the page that the visitor first wanted, when it is this site's", async () => {
    await answerEverything();
    expect(await finish({ from: "/settings?page=2" })).toBe("/settings?page=2");
    expect(await finish({ from: "//evil.example/" })).toBe("/dashboard");
  });

  test("leads to what is not answered, and writes nothing", async () => {
    await save({ step: "welcome" });
    expect(await finish()).toBe("/onboarding");
    expect((await stored())?.completedAt).toBeNull();
    expect((await userInClerk()).publicMetadata).toEqual({});
  });

  test("does nothing once the claim is in force", async () => {
    Object.assign(caller.session, { claims: ONBOARDED });
    expect(await finish({ from: "/settings" })).toBe("/settings");
    expect(backends.requests.list()).toEqual([]);
  });

  test("fails at Clerk after the document is complete: the next try writes the claim", async () => {
    await answerEverything();
    const match = `PATCH /v1/users/${userId}/metadata`;
    backends.faults.add({ match, status: 403, times: 1 });
    expect(await finish()).toMatchObject({ success: false });
    const first = await stored();
    expect(first?.completedAt).toBeInstanceOf(Date);
    expect((await userInClerk()).publicMetadata).toEqual({});

    backends.requests.clear();
    expect(await finish()).toBe("/dashboard");
    expect(patches()).toEqual([`/v1/users/${userId}/metadata`]);
    expect((await stored())?.completedAt).toEqual(first?.completedAt);
    expect((await userInClerk()).publicMetadata).toEqual({ onboardingComplete: true });
  });

  test("fails at Firestore before the claim is written", async () => {
    await answerEverything();
    backends.faults.add({ match: `Commit *onboarding/${userId}`, code: 7 });
    expect(await finish()).toMatchObject({ success: false, code: "permission-denied" });
    expect((await userInClerk()).publicMetadata).toEqual({});
  });

  test("of two at once, both open the app", async () => {
    await answerEverything();
    expect(await Promise.all([finish(), finish()])).toEqual(["/dashboard", "/dashboard"]);
    expect((await userInClerk()).publicMetadata).toEqual({ onboardingComplete: true });
  });
});
