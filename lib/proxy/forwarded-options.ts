const OPTIONS = "x-clerk-request-data";
/** Next's names for the headers that a proxy hands on: a list of them, and each one's value. */
const LISTED = "x-middleware-override-headers";
const VALUE = "x-middleware-request-";

/**
 * Takes Clerk's options off what the proxy hands on to pages. Clerk encrypts them into a header, which
 * every call of `auth()` would decrypt three times. Pages need none: the keys and the sign-in page
 * come from the environment. A client's own header of this name goes too, as it isn't listed.
 */
export function dropForwardedOptions(headers: Headers): void {
  const listed = headers.get(LISTED);
  if (!listed) return;
  const kept = listed.split(",").filter((name) => name.trim() !== OPTIONS);
  headers.set(LISTED, kept.join(","));
  headers.delete(`${VALUE}${OPTIONS}`);
}
