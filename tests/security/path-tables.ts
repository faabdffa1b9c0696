/** Other ways to write a path. None may lead to the page. */
export const SPELLINGS: Record<string, (path: string) => string> = {
  "an encoded letter": (path) =>
    path.replace(/[a-z]/, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
  "a letter encoded twice": (path) =>
    path.replace(/[a-z]/, (letter) => `%25${letter.charCodeAt(0).toString(16)}`),
  capitals: (path) => path.toUpperCase(),
  "two slashes": (path) => `/${path}`,
  "two slashes inside": (path) => path.replace(/(.)\//g, "$1//").concat("//"),
  "a slash at the end": (path) => `${path}/`,
  "a backslash": (path) => path.replace("/", "/\\"),
  "an encoded slash": (path) => `/x%2f..${path}`,
  "an encoded slash at the end": (path) => `${path}%2f`,
  "a dot": (path) => `/.${path}`,
  "dots that go up": (path) => `/sign-in/..${path}`,
  "encoded dots": (path) => `/sign-in/%2e%2e${path}`,
  "a dot at the end": (path) => `${path}/.`,
  "an extension": (path) => `${path}.png`,
  "a script's extension": (path) => `${path}.js`,
  "the router's extension": (path) => `${path}.rsc`,
  "the router's segments": (path) => `${path}.segments/_tree.segment.rsc`,
  "a file below": (path) => `${path}/x.png`,
  "a parameter": (path) => `${path};x=1`,
  "a null byte": (path) => `${path}%00`,
  "a space": (path) => `${path}%20`,
  "a data address": (path) => `/_next/data/build${path}.json`,
  "a full-width slash": (path) => encodeURI(path.replace("/", "/\uff0f")),
  "a broken encoding": (path) => `${path}%`,
};

/** Headers with which other apps were talked into something. None may change the answer. */
export const HEADERS: Record<string, Record<string, string>> = {
  "x-middleware-subrequest": { "x-middleware-subrequest": Array(5).fill("proxy").join(":") },
  "x-middleware-subrequest, old": {
    "x-middleware-subrequest": Array(5).fill("middleware").join(":"),
  },
  "x-middleware-rewrite": { "x-middleware-rewrite": "/dashboard", "x-middleware-next": "1" },
  "x-middleware-request": {
    "x-middleware-override-headers": "cookie",
    "x-middleware-request-cookie": "a=b",
  },
  "x-forwarded-host": { "x-forwarded-host": "evil.example", "x-forwarded-proto": "https" },
  "x-forwarded-for": { "x-forwarded-for": "127.0.0.1", "x-real-ip": "127.0.0.1" },
  forwarded: { forwarded: "for=127.0.0.1;host=localhost;proto=https" },
  "x-original-url": { "x-original-url": "/dashboard", "x-rewrite-url": "/dashboard" },
  "x-http-method-override": { "x-http-method-override": "POST" },
  "x-clerk-auth-status": { "x-clerk-auth-status": "signed-in", "x-clerk-auth-token": "x.y.z" },
  "x-clerk-auth-message": {
    "x-clerk-auth-message": "",
    "x-clerk-auth-reason": "",
    "x-clerk-auth-signature": "x",
  },
  "x-clerk-request-data": { "x-clerk-request-data": "U2FsdGVkX18=" },
  "x-clerk-clerk-url": { "x-clerk-clerk-url": "https://evil.example/" },
  "clerk-proxy": { "clerk-proxy-url": "https://evil.example", "clerk-secret-key": "x" },
  "x-wanted-path": { "x-wanted-path": "/dashboard", "x-request-id": "gateway-12345" },
  "x-nonce": { "x-nonce": "known", "content-security-policy": "script-src 'nonce-known'" },
  "x-nextjs-data": { "x-nextjs-data": "1", "next-url": "/dashboard" },
  "x-matched-path": {
    "x-matched-path": "/sign-in",
    "x-invoke-path": "/sign-in",
    "x-now-route-matches": "1=a",
  },
  "next-resume": { "next-resume": "1", "x-prerender-revalidate": "x" },
  purpose: { purpose: "prefetch", "sec-purpose": "prefetch" },
};

/** How the client router asks, which the proxy leaves to the page's own guard. */
export const ROUTER: Record<string, Record<string, string>> = {
  rsc: { rsc: "1" },
  "a state tree": {
    rsc: "1",
    "next-router-state-tree": encodeURIComponent('["",{"children":["(app)",{}]}]'),
  },
  "a prefetch": { rsc: "1", "next-router-prefetch": "1" },
  "a full prefetch": { rsc: "1", "next-router-prefetch": "2" },
  "a segment": { rsc: "1", "next-router-prefetch": "1", "next-router-segment-prefetch": "/_tree" },
  "a page's segment": { rsc: "1", "next-router-segment-prefetch": "/(app)/dashboard/__PAGE__" },
  refetch: {
    rsc: "1",
    "next-router-state-tree": encodeURIComponent('["",{"children":["(app)",{},null,"refetch"]}]'),
  },
};
