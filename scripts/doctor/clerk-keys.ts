import { createPublicKey } from "node:crypto";
import { z } from "zod";
import { clerkHostOf } from "../../lib/env/local-services.ts";
import { type Finding, noAnswer, ok, type Patient, problem, warning } from "./finding.ts";

const jwks = z.object({ keys: z.array(z.object({ kid: z.string(), n: z.string() })) });

interface Answer {
  status: number;
  keys: { kid: string; n: string }[];
  /** How far Clerk's clock is ahead of this machine's, in seconds. */
  ahead: number | null;
}

/**
 * How far Clerk's clock is ahead of this machine's, in seconds: 0 where its Date header, which has
 * whole seconds, can have been written while the call was under way.
 */
function readClock(header: string | null, sentAt: number, receivedAt: number): number | null {
  const date = Date.parse(header ?? "");
  if (Number.isNaN(date)) return null;
  if (date > receivedAt) return (date - receivedAt) / 1000;
  return Math.min(0, date + 1000 - sentAt) / 1000;
}

/** The public keys at an address, or null when nothing answers in time. */
async function fetchKeys(
  url: string,
  { deadlineMs, now }: Patient,
  secretKey?: string,
): Promise<Answer | null> {
  const sentAt = now();
  try {
    const response = await fetch(url, {
      headers: secretKey ? { authorization: `Bearer ${secretKey}` } : {},
      signal: AbortSignal.timeout(deadlineMs),
    });
    const ahead = readClock(response.headers.get("date"), sentAt, now());
    const parsed = jwks.safeParse(await response.json().catch(() => null));
    return {
      status: response.status,
      keys: parsed.data?.keys ?? [],
      ahead,
    };
  } catch {
    return null;
  }
}

function secretFinding(answer: Answer | null): Finding {
  const subject = "Clerk's Backend API";
  if (!answer) {
    return noAnswer(problem(subject, "doesn't answer. Check the network and CLERK_API_URL."));
  }
  if (answer.status === 401) {
    return problem(
      subject,
      "refuses CLERK_SECRET_KEY. Copy it again from the Clerk Dashboard, API keys.",
    );
  }
  if (answer.status !== 200) {
    return problem(subject, `answered ${answer.status}. See https://status.clerk.com.`);
  }
  return ok(subject, "accepts CLERK_SECRET_KEY.");
}

/** @param isProxied whether the browser never needs that host, so that it may not exist */
function publishableFinding(answer: Answer | null, isProxied: boolean): Finding {
  const subject = "Clerk's Frontend API";
  if (answer?.status === 200) {
    return ok(subject, "answers under the host in NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY.");
  }
  const text = "can't be reached under the host in NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY.";
  const finding = isProxied
    ? warning(subject, `${text} That is right where it has no DNS record and is proxied only.`)
    : problem(
        subject,
        `${text} Check the key and, with live keys, the DNS records in the Clerk Dashboard, Domains.`,
      );
  return answer ? finding : noAnswer(finding);
}

function sameInstance(backend: Answer, frontend: Answer): Finding {
  const isSame = backend.keys.some(({ kid }) => frontend.keys.some((key) => key.kid === kid));
  return isSame
    ? ok("Clerk's keys", "are of one instance.")
    : problem(
        "Clerk's keys",
        "are of two instances: CLERK_SECRET_KEY and NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY don't belong together. Copy both from the same instance.",
      );
}

function jwtKeyFinding(pem: string, { keys }: Answer): Finding {
  const bare = pem
    .trim()
    .replace(/^["']|["']$/g, "")
    .replaceAll("\\n", "\n");
  const { n } = createPublicKey(bare).export({ format: "jwk" });
  return keys.some((key) => key.n === n)
    ? ok("CLERK_JWT_KEY", "verifies this instance's tokens.")
    : problem(
        "CLERK_JWT_KEY",
        "is another instance's, so every visitor would be signed out. Copy it from the Clerk Dashboard, API keys, JWKS public key.",
      );
}

function clockFinding(ahead: number): Finding {
  const seconds = Math.round(Math.abs(ahead));
  const text = `is ${seconds} s ${ahead > 0 ? "behind" : "ahead of"} Clerk's. Clerk's SDK refuses tokens beyond 5 s: switch on time synchronization.`;
  if (seconds > 5) return problem("Clock", text);
  return seconds > 2 ? warning("Clock", text) : ok("Clock", "agrees with Clerk's.");
}

/** Whether Clerk accepts the keys, whether they belong together, and what time it is there. */
export async function checkClerkKeys(patient: Patient): Promise<Finding[]> {
  const { env, has } = patient;
  const host = clerkHostOf(env.NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY ?? "");
  const api = env.CLERK_API_URL || "https://api.clerk.com";
  const fapi = env.CLERK_FAPI_URL || `https://${host}`;
  const [backend, frontend] = await Promise.all([
    has("CLERK_SECRET_KEY") && fetchKeys(`${api}/v1/jwks`, patient, env.CLERK_SECRET_KEY),
    has("NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY") && fetchKeys(`${fapi}/.well-known/jwks.json`, patient),
  ]);
  const isProxied = Boolean(env.NEXT_PUBLIC_CLERK_PROXY_URL) || /\.vercel\.app$/.test(host ?? "");
  const known = [frontend, backend].find((answer) => answer && answer.keys.length > 0);
  const dated = [backend, frontend].find((answer) => answer && answer.ahead !== null);
  return [
    ...(backend === false ? [] : [secretFinding(backend)]),
    ...(frontend === false ? [] : [publishableFinding(frontend, isProxied)]),
    ...(backend && frontend && backend.keys.length > 0 && frontend.keys.length > 0
      ? [sameInstance(backend, frontend)]
      : []),
    ...(known && has("CLERK_JWT_KEY") ? [jwtKeyFinding(env.CLERK_JWT_KEY ?? "", known)] : []),
    ...(dated && dated.ahead !== null ? [clockFinding(dated.ahead)] : []),
  ];
}
