import type { Env } from "~/lib/env";
import { clerkHostOf } from "~/lib/env/local-services";

/** The header that carries a page's nonce from the proxy to what renders it. */
export const NONCE_HEADER = "x-nonce";

/** Style elements that libraries add without a nonce. Tests notice when an upgrade changes one. */
export const STYLE_HASHES = {
  /** Filled in later by script, which needs no permission. */
  empty: "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
  sonner: "'sha256-StEaX+se6YS7pqjzrzMIA0KaX9zF/8zAhvQXZAe5epY='",
  /** What Clerk's field for codes shows without JavaScript. */
  clerk: "'sha256-KQDhUccuEkZUQDnfbVDeY+ev2LZ+73AQR7ro4JppAY8='",
};

/** Bot protection, which Clerk loads from Cloudflare. */
const CLOUDFLARE = "https://challenges.cloudflare.com";
/** Clerk's own, which an application switches on in the Dashboard. */
const PROTECT = "https://*.protect.clerk.com";

/**
 * The policy of a page: only scripts with the nonce run, and what those load. Clerk's host is in the
 * publishable key. `form-action` needs it for a form whose answer is a redirect that renews the session.
 * @param nonce a new one for each answer
 */
export function contentSecurityPolicy(
  nonce: string,
  { NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: key, NODE_ENV }: Env,
): string {
  const clerk = `https://${clerkHostOf(key)}`;
  // React and Turbopack evaluate code and add styles in development.
  const isDevelopment = NODE_ENV === "development";
  const styles = [`'nonce-${nonce}'`, ...Object.values(STYLE_HASHES)].join(" ");
  const directives = {
    "default-src": "'self'",
    "script-src": `'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    "style-src": `'self' ${isDevelopment ? "'unsafe-inline'" : styles}`,
    // Lengths of bars. An attribute has no selectors, so it can't read a page.
    "style-src-attr": "'unsafe-inline'",
    "img-src": "'self' data: https://img.clerk.com",
    "connect-src": `'self' ${clerk} https://clerk-telemetry.com ${PROTECT}:*`,
    "worker-src": "'self' blob:",
    "frame-src": `${CLOUDFLARE} ${PROTECT}`,
    "form-action": `'self' ${clerk}`,
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "object-src": "'none'",
  };
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources}`)
    .join("; ");
}
