import "server-only";
import { cookies, headers } from "next/headers";

/**
 * Whether the action runs because a browser posted the form by itself: before hydration, or with
 * JavaScript switched off. React's own calls carry a header.
 */
export async function isPlainFormPost(): Promise<boolean> {
  return !(await headers()).has("next-action");
}

/**
 * Takes the session token from the browser, which stays signed in: at the next document request
 * Clerk's middleware finds the session without a token and fetches a new one, with the claims as
 * they are then. Only for a plain form post, which a document request follows; the client router
 * cannot follow Clerk's redirects and would end at the sign-in page.
 */
export async function expireSessionToken(): Promise<void> {
  const jar = await cookies();
  // Clerk sets it twice: `__session`, and with the suffix of its instance `__session_…`.
  for (const { name } of jar.getAll()) {
    if (name === "__session" || name.startsWith("__session_")) jar.delete(name);
  }
}
