import { firestoreProblem } from "../firebase/config.ts";
import { localServicesProblem } from "./local-services.ts";

type Variables = Record<string, string | undefined>;

/** Hosts and people put quotes and line breaks around a PEM key, so those of PEM keys are dropped. */
const MAY_BE_QUOTED = new Set(["CLERK_JWT_KEY", "FIREBASE_PRIVATE_KEY"]);

/** What is wrong with how a variable is written, whatever it holds, or null. */
export function spellingProblem(name: string, value: string): string | null {
  const bare = value.trim();
  if (value && !bare) return "is blank. Set it or remove it.";
  if (MAY_BE_QUOTED.has(name)) return null;
  if (/^["'`]|["'`]$/.test(bare)) return "has quotes around it. Remove them.";
  return value === bare ? null : "has spaces or a line break around it. Remove them.";
}

/** What is wrong with variables that are each right by themselves. */
export function problemsBetween(env: Variables): string[] {
  const modeOf = (key: string | undefined) => /^[ps]k_(test|live)_/.exec(key ?? "")?.[1];
  const secret = modeOf(env.CLERK_SECRET_KEY);
  const publishable = modeOf(env.NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY);
  const isMixed = secret && publishable && secret !== publishable;
  // In development Firestore may wait, but half of an account is a mistake everywhere.
  const wantsFirestore =
    env.NODE_ENV === "production" || Boolean(env.FIREBASE_CLIENT_EMAIL || env.FIREBASE_PRIVATE_KEY);
  return [
    // Without it, each server would ask Clerk for the key, and wait for as long as Clerk does.
    env.NODE_ENV === "production" &&
      !env.LOCAL_SERVICES &&
      !env.CLERK_JWT_KEY &&
      "CLERK_JWT_KEY is missing: the JWKS public key. Copy it from the Clerk Dashboard, API keys.",
    isMixed &&
      "CLERK_SECRET_KEY and NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY are from different instances. Use two test keys or two live keys.",
    localServicesProblem(env),
    wantsFirestore && firestoreProblem(env),
  ].filter((problem) => typeof problem === "string");
}
