import { expect, test } from "vitest";
import { LEAST_PRIVILEGE } from "~/lib/auth/claims";
import type { Session } from "~/lib/auth/session";
import { openStep } from "~/lib/onboarding/open-step";
import { STEPS } from "~/lib/onboarding/steps";
import { markComplete } from "~/lib/onboarding/store";
import { localFirestoreForTests } from "~/tests/support/local-firestore";

localFirestoreForTests();

function visitor(userId: string, onboardingComplete = false) {
  return { userId, claims: { ...LEAST_PRIVILEGE, onboardingComplete } } as Session;
}

/** Which step is shown, or where its visitor is sent. */
async function shown(slug: Parameters<typeof openStep>[0], session: Session, from?: string) {
  try {
    const [error, step] = await openStep(slug, session, Promise.resolve({ from }));
    return error ?? step.slug;
  } catch (error) {
    return String(Object(error).digest).split(";")[2];
  }
}

test("opens no step beyond the first without an answer", async () => {
  const [first] = STEPS;
  const session = visitor("user_begins");
  expect(await shown(first.slug, session)).toBe(first.slug);
  for (const slug of ["start", "finish", STEPS[1].slug] as const) {
    expect(await shown(slug, session)).toBe(`/onboarding/${first.slug}`);
  }
});

test("opens the last page alone once the document is complete, and the app once the claim is", async () => {
  await markComplete("user_ends");
  expect(await shown(STEPS[0].slug, visitor("user_ends"))).toBe("/onboarding/finish");
  expect(await shown("finish", visitor("user_ends"))).toBe("finish");
  expect(await shown("start", visitor("user_ends", true), "/settings")).toBe("/settings");
  expect(await shown("start", visitor("user_ends", true), "https://evil.example")).toBe(
    "/dashboard",
  );
});
