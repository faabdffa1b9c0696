import type { OAuthStrategy } from "@clerk/shared/types";

/** What an instance can have besides email addresses and passwords, as in Clerk's Dashboard. */
export const FEATURES = ["username", "phone", "google", "github"] as const;
export type Feature = (typeof FEATURES)[number];

/** Social providers, which a page of the local Clerk plays. */
export const PROVIDERS = { google: "Google", github: "GitHub" } as const satisfies Partial<
  Record<Feature, string>
>;
export type Provider = keyof typeof PROVIDERS;

export function isProvider(text: string): text is Provider {
  return Object.hasOwn(PROVIDERS, text);
}

/** The providers that are switched on. */
export function providersOf(features: ReadonlySet<Feature>): Provider[] {
  return [...features].filter(isProvider);
}

export function strategyOf(provider: Provider): OAuthStrategy {
  return `oauth_${provider}`;
}

/** `oauth_google` → `google`, or undefined when it is no provider that the local Clerk plays. */
export function providerOf(strategy: string): Provider | undefined {
  const name = strategy.replace(/^oauth_/, "");
  return name !== strategy && isProvider(name) ? name : undefined;
}
