import { AsyncLocalStorage } from "node:async_hooks";
import { type Claims, LEAST_PRIVILEGE } from "~/lib/auth/claims";
import type { Session } from "~/lib/auth/session";

const current = new AsyncLocalStorage<Session>();

/** Does `work` for this visitor. A test file mocks lib/auth/session with this module. */
export function asVisitor<Value>(session: Session, work: () => Value): Value {
  return current.run(session, work);
}

export async function getSession(): Promise<Session | null> {
  return current.getStore() ?? null;
}

/** What the token of an onboarded user says, who has these claims besides. */
export function sessionOf(
  userId: string,
  claims: Partial<Claims> = {},
  sessionId = "sess_1",
): Session {
  const times = { issuedAt: 0, expiresAt: 60, readAt: 0, outdated: null };
  return {
    userId,
    sessionId,
    claims: { ...LEAST_PRIVILEGE, onboardingComplete: true, ...claims },
    token: { customized: true, absent: [], rejected: [], payload: {}, ...times },
  };
}
