import { callAction } from "./call-action.ts";
import { expect, type Target } from "./support.ts";

/** The cookie of someone whose role was taken from them a second ago. Their token still has it. */
export async function demoted(target: Target, role: "admin" | "moderator"): Promise<string> {
  const { id } = await target.local.createUser({ onboardingComplete: true, role }, "demoted");
  const cookie = await target.signIn(id);
  await target.local.setClaims(id, { role: "user" });
  return cookie;
}

/** Fails unless an action refuses a valid form of the visitor with this cookie, and changes nothing. */
export async function expectFreshRefusal(
  target: Target,
  name: string,
  cookie: string,
  fields: Record<string, string>,
): Promise<void> {
  const { victim, local } = target;
  const answer = await callAction(target, name, cookie, { userId: victim.id, ...fields });
  expect(answer.body).toContain('"code":"forbidden"');
  const { publicMetadata, privateMetadata, firstName } = await local.clerk.users.getUser(victim.id);
  expect(publicMetadata).toEqual({ onboardingComplete: true });
  expect(privateMetadata).toEqual({ internalNotes: victim.note });
  expect(firstName).toBe(victim.name);
}
