/**
 * Without this zod tries whether it may evaluate code, which the Content-Security-Policy forbids and
 * the browser reports. What `z.config()` writes, but before zod loads, and `/` doesn't load it at all.
 */
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });
