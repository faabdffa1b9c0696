const OPTIONS = "x-clerk-request-data";
/** Next's names for the headers that a proxy hands on: a list of them, and each one's value. */
const LISTED = "x-middleware-override-headers";
const VALUE = "x-middleware-request-";

const lent = new WeakMap<Request, object>();

/** Remembers which options Clerk got for a request. */
export function lendOptions<Options extends object>(request: Request, options: Options): Options {
  lent.set(request, options);
  return options;
}

/**
 * Empties them, once Clerk has made a copy for itself. What is left when the gate is done, Clerk would
 * encrypt for the pages, which takes longer than everything that the gate does.
 */
export function takeOptionsBack(request: Request): void {
  const options = lent.get(request) ?? {};
  for (const name of Object.keys(options)) Reflect.deleteProperty(options, name);
}

/**
 * Takes Clerk's options off what the proxy hands on to pages. Clerk encrypts them into a header, which
 * every call of `auth()` would decrypt three times. Pages need none: the keys and the sign-in page
 * come from the environment. Machine tokens are always handed on that way, and so is a client's own header
 * of this name.
 */
export function dropForwardedOptions(headers: Headers): void {
  const listed = headers.get(LISTED);
  if (!listed) return;
  const kept = listed.split(",").filter((name) => name.trim() !== OPTIONS);
  headers.set(LISTED, kept.join(","));
  headers.delete(`${VALUE}${OPTIONS}`);
}
