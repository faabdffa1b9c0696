import { Transform } from "node:stream";
import { PROXY_PATH } from "./environment.ts";

/** How much of a page may come before its head ends; after that, it stays as it is. */
const MOST_CHARACTERS = 256 * 1024;

/**
 * Next's pages, and any that load clerk-js themselves. They read the proxy's path from their
 * environment. A page of Vite's template has no setting for it, and would ask the key's host.
 */
const LOADS_CLERK = /data-clerk-js-script|\/_next\/static\//;

/** As Clerk's React SDK adds them, which finds them and adds none. They run before any module. */
function scripts(publishableKey: string): string {
  const attributes = `data-clerk-publishable-key="${publishableKey}" data-clerk-proxy-url="${PROXY_PATH}"`;
  const bundles = { "clerk-js@6/dist/clerk.browser": "js", "ui@1/dist/ui.browser": "ui" };
  return Object.entries(bundles)
    .map(
      ([file, kind]) =>
        `<script src="${PROXY_PATH}/npm/@clerk/${file}.js" data-clerk-${kind}-script ${attributes}></script>`,
    )
    .join("");
}

/** Adds clerk-js to a page that doesn't load it; waits for the end of the head, and for no more. */
export function clerkInHead(publishableKey: string): Transform {
  // One character a byte, so that no letter is cut in two and what isn't changed stays as it is.
  let head: string | null = "";

  function whole(isLast: boolean): Buffer | null {
    if (head === null) return null;
    const end = /<\/head>|<body[\s>]/i.exec(head);
    if (!end && !isLast && head.length < MOST_CHARACTERS) return null;
    const isOurs = end !== null && !LOADS_CLERK.test(head.slice(0, end.index));
    const text = isOurs
      ? head.replace(/<head(\s[^>]*)?>/i, (tag) => tag + scripts(publishableKey))
      : head;
    head = null;
    return Buffer.from(text, "latin1");
  }

  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (head === null) return done(null, chunk);
      head += chunk.toString("latin1");
      return done(null, whole(false));
    },
    flush(done) {
      done(null, whole(true));
    },
  });
}
