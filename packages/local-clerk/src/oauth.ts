import { ClerkError, formError, notImplemented } from "./errors.ts";
import { PROVIDERS, type Provider, providerOf } from "./features.ts";
import { newId, randomText } from "./ids.ts";
import type { Instance } from "./instance.ts";
import { isLocalHost } from "./local-only.ts";
import type {
  ClientRecord,
  ExternalAccountRecord,
  OAuthRecord,
  SignInRecord,
  SignUpRecord,
  UserRecord,
} from "./records.ts";
import { type Caller, startSession } from "./sessions.ts";
import { checkNewEmail, finishSignUp } from "./sign-up-flow.ts";
import { checkMaySignIn } from "./user-state.ts";
import { findUserByEmail, getUser, updateUser } from "./users.ts";

const LIFETIME_MS = 10 * 60_000;
export const SCOPES = "email profile";

interface Start {
  /** `oauth_google` */
  strategy: string;
  /** Where the app goes on; 422 when it is no page of the app. */
  redirectUrl: string | undefined;
  appOrigin: string | null;
  /** Where the local Clerk's own pages are. */
  ownUrl: string;
}

/** A visit to a social provider, whose page is the local Clerk's own. */
export function beginOAuth({ settings }: Instance, start: Start): OAuthRecord {
  const { strategy, redirectUrl = "", appOrigin, ownUrl } = start;
  const provider = providerOf(strategy);
  if (!provider) throw notImplemented(`the provider ${strategy}`);
  if (!settings.features.has(provider)) {
    const text = `${strategy} does not match one of the allowed values for parameter strategy`;
    throw formError("form_param_value_invalid", "is invalid", text, "strategy");
  }
  const state = randomText(43);
  return {
    provider,
    state,
    redirectUrl: pageOfApp(redirectUrl, appOrigin),
    url: `${ownUrl}/oauth/${provider}?state=${state}`,
    status: "unverified",
    error: null,
    account: null,
    expireAt: Date.now() + LIFETIME_MS,
  };
}

function pageOfApp(redirectUrl: string, appOrigin: string | null): string {
  const url = URL.canParse(redirectUrl, appOrigin ?? undefined)
    ? new URL(redirectUrl, appOrigin ?? undefined)
    : null;
  if (url && (url.origin === appOrigin || isLocalHost(url.host))) return url.href;
  const text = "redirect_url must be a page of this app.";
  throw formError("form_param_format_invalid", "is invalid", text, "redirect_url");
}

type Flow =
  | { kind: "sign-in"; client: ClientRecord; signIn: SignInRecord; oauth: OAuthRecord }
  | { kind: "sign-up"; client: ClientRecord; signUp: SignUpRecord; oauth: OAuthRecord }
  | { kind: "connection"; user: UserRecord; oauth: OAuthRecord };

/** Visits of users who connect an account to theirs, by state: the user and the account to be verified. */
export class Connections {
  readonly #waiting = new Map<string, { userId: string; accountId: string; oauth: OAuthRecord }>();

  add(userId: string, accountId: string, oauth: OAuthRecord): void {
    this.#waiting.set(oauth.state, { userId, accountId, oauth });
  }

  find(state: string) {
    return this.#waiting.get(state);
  }

  /** The visit that an account of the user waits for. */
  of(accountId: string): OAuthRecord | undefined {
    return [...this.#waiting.values()].find((one) => one.accountId === accountId)?.oauth;
  }

  delete(state: string): void {
    this.#waiting.delete(state);
  }
}

function isWaiting(oauth: OAuthRecord | null | undefined, state: string): oauth is OAuthRecord {
  return oauth?.state === state && oauth.status === "unverified" && oauth.expireAt > Date.now();
}

function findFlow(instance: Instance, state: string): Flow | undefined {
  for (const client of instance.store.clients.values()) {
    const { signIn, signUp } = client;
    const [first, second] = [signIn?.oauth, signUp?.oauth];
    if (signIn && isWaiting(first, state)) return { kind: "sign-in", client, signIn, oauth: first };
    if (signUp && isWaiting(second, state)) {
      return { kind: "sign-up", client, signUp, oauth: second };
    }
  }
  const waiting = instance.connections.find(state);
  const user = waiting && instance.store.users.get(waiting.userId);
  return user && { kind: "connection", user, oauth: waiting.oauth };
}

/** The visit with this state; throws 400 when there is none, it is over or too old. */
export function findVisit(instance: Instance, state: string): OAuthRecord {
  const flow = findFlow(instance, state);
  if (flow) return flow.oauth;
  throw new ClerkError(400, "oauth_state_invalid", "This sign-in is over. Start again in the app.");
}

function findUserByAccount(
  { store }: Instance,
  account: ExternalAccountRecord,
): UserRecord | undefined {
  return [...store.users.values()].find((user) =>
    user.externalAccounts.some(
      (one) =>
        one.provider === account.provider &&
        one.verified &&
        one.providerUserId === account.providerUserId,
    ),
  );
}

/** Who the account is: its user, or the one whose verified address it has, as Clerk links them. */
function ownerOf(instance: Instance, account: ExternalAccountRecord): UserRecord | undefined {
  return findUserByAccount(instance, account) ?? findUserByEmail(instance, account.email);
}

function link(instance: Instance, user: UserRecord, account: ExternalAccountRecord): void {
  if (findUserByAccount(instance, account)) return;
  updateUser(instance, user, { externalAccounts: [...user.externalAccounts, account] });
}

export interface ProviderProfile {
  email: string;
  firstName: string | null;
  lastName: string | null;
}

function accountOf(provider: Provider, profile: ProviderProfile): ExternalAccountRecord {
  // Every address has one account, so its name does for an id.
  const providerUserId = `${provider}_${profile.email}`;
  const id = newId("externalAccount");
  return { id, provider, providerUserId, ...profile, scopes: SCOPES, verified: true };
}

function fail(oauth: OAuthRecord, status: "failed" | "transferable", code: string, text: string) {
  oauth.status = status;
  oauth.error = { code, message: text, longMessage: text };
}

/** The provider's "Cancel". Returns where the browser goes. */
export function denyOAuth(instance: Instance, state: string): string {
  const oauth = findVisit(instance, state);
  const text = `You did not grant access to your ${PROVIDERS[oauth.provider]} account.`;
  fail(oauth, "failed", "oauth_access_denied", text);
  instance.connections.delete(state);
  instance.store.changed();
  return oauth.redirectUrl;
}

/** The provider's answer. Returns where the browser goes. */
export function completeOAuth(
  instance: Instance,
  state: string,
  profile: ProviderProfile,
  caller: Caller,
): string {
  const { oauth } = { oauth: findVisit(instance, state) };
  const flow = findFlow(instance, state);
  const account = accountOf(oauth.provider, profile);
  const from = { ...caller, origin: new URL(oauth.redirectUrl).origin };
  if (flow?.kind === "sign-in") completeSignIn(instance, flow, account, from);
  if (flow?.kind === "sign-up") completeSignUp(instance, flow, account, from);
  if (flow?.kind === "connection") completeConnection(instance, flow.user, oauth, account);
  instance.store.changed();
  return oauth.redirectUrl;
}

function completeSignIn(
  instance: Instance,
  { client, signIn, oauth }: Extract<Flow, { kind: "sign-in" }>,
  account: ExternalAccountRecord,
  caller: Caller,
): void {
  const user = ownerOf(instance, account);
  oauth.account = account;
  if (!user) {
    const text = "The External Account was not found.";
    fail(oauth, "transferable", "external_account_not_found", text);
    return;
  }
  try {
    checkMaySignIn(user);
  } catch (error) {
    if (!(error instanceof ClerkError)) throw error;
    fail(oauth, "failed", error.code, error.longMessage);
    return;
  }
  oauth.status = "verified";
  link(instance, user, account);
  signIn.userId = user.id;
  signIn.identifier = account.email;
  signIn.status = "complete";
  signIn.createdSessionId = startSession(instance, client, user, caller).id;
}

/** What the provider knows fills what the form has not. */
function fillFrom(signUp: SignUpRecord, account: ExternalAccountRecord): void {
  signUp.email ??= account.email;
  signUp.firstName ??= account.firstName;
  signUp.lastName ??= account.lastName;
}

function completeSignUp(
  instance: Instance,
  { client, signUp, oauth }: Extract<Flow, { kind: "sign-up" }>,
  account: ExternalAccountRecord,
  caller: Caller,
): void {
  oauth.account = account;
  if (ownerOf(instance, account)) {
    fail(oauth, "transferable", "external_account_exists", "This external account already exists.");
    return;
  }
  try {
    checkNewEmail(instance, account.email);
  } catch (error) {
    if (!(error instanceof ClerkError)) throw error;
    fail(oauth, "failed", error.code, error.longMessage);
    return;
  }
  oauth.status = "verified";
  fillFrom(signUp, account);
  finishSignUp(instance, client, signUp, caller);
}

function completeConnection(
  instance: Instance,
  user: UserRecord,
  oauth: OAuthRecord,
  account: ExternalAccountRecord,
): void {
  const waiting = instance.connections.find(oauth.state);
  instance.connections.delete(oauth.state);
  const others = user.externalAccounts.filter((one) => one.id !== waiting?.accountId);
  const owner = findUserByAccount(instance, account);
  const isTaken = owner !== undefined && owner !== user;
  const verified = isTaken ? [] : [{ ...account, id: waiting?.accountId ?? account.id }];
  updateUser(instance, user, { externalAccounts: [...others, ...verified] });
}

/** The sign-in that found no account becomes this sign-up, which then has what the provider told. */
export function transferToSignUp(
  instance: Instance,
  client: ClientRecord,
  signUp: SignUpRecord,
): void {
  const oauth = client.signIn?.oauth;
  if (oauth?.status !== "transferable" || !oauth.account) throw nothingToTransfer();
  checkNewEmail(instance, oauth.account.email);
  signUp.oauth = { ...oauth, status: "verified", error: null };
  fillFrom(signUp, oauth.account);
  client.signIn = null;
}

/** The sign-up that found an account becomes a sign-in. Returns the account's user. */
export function transferToSignIn(instance: Instance, client: ClientRecord): UserRecord {
  const oauth = client.signUp?.oauth;
  const user = oauth?.account && ownerOf(instance, oauth.account);
  if (oauth?.status !== "transferable" || !oauth.account || !user) throw nothingToTransfer();
  link(instance, user, oauth.account);
  client.signUp = null;
  return getUser(instance, user.id);
}

function nothingToTransfer(): ClerkError {
  return new ClerkError(
    400,
    "account_transfer_invalid",
    "Invalid account transfer",
    "There is no account to transfer.",
  );
}
