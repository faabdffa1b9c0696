import { ClerkError } from "./errors.ts";
import type { Instance } from "./instance.ts";
import type { IdentifierRecord } from "./instance-records.ts";

/** Clerk's "Restrictions". https://clerk.com/docs/guides/secure/restricting-access */
export interface Restrictions {
  allowlist: boolean;
  blocklist: boolean;
  block_email_subaddresses: boolean;
  block_disposable_email_domains: boolean;
  ignore_dots_for_gmail_addresses: boolean;
}

export const NO_RESTRICTIONS: Restrictions = {
  allowlist: false,
  blocklist: false,
  block_email_subaddresses: false,
  block_disposable_email_domains: false,
  ignore_dots_for_gmail_addresses: false,
};

/** `*@example.com` stands for every address of the domain. */
function names({ identifier }: IdentifierRecord, address: string): boolean {
  return identifier.startsWith("*@")
    ? address.endsWith(identifier.slice(1).toLowerCase())
    : address === identifier.toLowerCase();
}

function isListed(list: Map<string, IdentifierRecord>, address: string): boolean {
  return [...list.values()].some((one) => names(one, address.toLowerCase()));
}

/**
 * Throws 403 when somebody with this email address or phone number may not sign up.
 * Whoever comes with the ticket of an invitation isn't asked.
 */
export function checkMaySignUp(
  { settings: { restrictions }, store: { records } }: Instance,
  address: string,
): void {
  const isSubaddress = restrictions.block_email_subaddresses && /\+[^@]*@/.test(address);
  const isBlocked = restrictions.blocklist && isListed(records.blocklist, address);
  const isMissing = restrictions.allowlist && !isListed(records.allowlist, address);
  if (!isSubaddress && !isBlocked && !isMissing) return;
  const text = `${address} is not allowed to access this application.`;
  throw new ClerkError(403, "not_allowed_access", "Access not allowed.", text);
}
