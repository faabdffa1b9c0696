import type { SignInTokenJSON } from "@clerk/backend";
import { ClerkError } from "./errors.ts";
import { newId, randomText } from "./ids.ts";
import type { Instance } from "./instance.ts";
import type { SignInTokenRecord, UserRecord } from "./records.ts";
import { checkMaySignIn } from "./user-state.ts";
import { getUser } from "./users.ts";

/** A ticket that signs a user in once, without a password. https://clerk.com/docs/reference/backend-api/tag/sign-in-tokens */
export function createSignInToken(
  { store }: Instance,
  user: UserRecord,
  seconds: number,
): SignInTokenRecord {
  const now = Date.now();
  const token: SignInTokenRecord = {
    id: newId("signInToken"),
    userId: user.id,
    token: randomText(43),
    status: "pending",
    expireAt: now + seconds * 1000,
    createdAt: now,
    updatedAt: now,
  };
  store.signInTokens.set(token.id, token);
  store.changed();
  return token;
}

/** The ticket's user; it works once. */
export function redeemSignInToken(instance: Instance, ticket: string): UserRecord {
  const token = [...instance.store.signInTokens.values()].find((one) => one.token === ticket);
  if (token?.status !== "pending" || token.expireAt < Date.now()) {
    throw new ClerkError(
      400,
      "ticket_invalid_code",
      "Ticket is invalid",
      "The ticket is invalid, used or expired.",
    );
  }
  const user = getUser(instance, token.userId);
  checkMaySignIn(user);
  token.status = "accepted";
  token.updatedAt = Date.now();
  instance.store.changed();
  return user;
}

/** Its URL is the app's sign-in page, which takes the ticket: the app's own address is unknown here. */
export function signInTokenJSON(token: SignInTokenRecord): SignInTokenJSON {
  return {
    object: "sign_in_token",
    id: token.id,
    user_id: token.userId,
    token: token.token,
    status: token.status,
    url: `/sign-in?__clerk_ticket=${token.token}`,
    created_at: token.createdAt,
    updated_at: token.updatedAt,
  };
}
