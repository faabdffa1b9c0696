import { createRequire } from "node:module";
import type { LoadedClerk } from "@clerk/shared/types";
import type { LocalClerk } from "../server.ts";
import { APP } from "./browser.ts";

/** What is used of jsdom, which has no types. */
interface CookieJar {
  getCookieStringSync(url: string): string;
  setCookieSync(line: string, url: string): void;
}
interface Jsdom {
  CookieJar: new () => CookieJar;
  JSDOM: new (html: string, options: object) => { window: typeof globalThis.window };
}

const require = createRequire(import.meta.url);
const { CookieJar, JSDOM } = require("jsdom") as Jsdom; // require() types nothing; see above
const BUNDLE = "/npm/@clerk/clerk-js@6/dist/clerk.browser.js";

type Loadable = LoadedClerk & {
  load(options: object): Promise<void>;
  /** Where clerk-js sends the browser, to other sites too. */
  __internal_windowNavigate(to: URL | string): void;
};

/** A page of an app with Clerk's own clerk-js in it, whose /__clerk leads to the local Clerk. */
export interface Page {
  clerk: LoadedClerk;
  window: typeof globalThis.window;
  /** Where clerk-js sent the browser, oldest first. */
  visited: string[];
  /** The same browser on another page of the app. */
  open(path: string): Promise<Page>;
}

/** Sends what clerk-js calls to the local Clerk, with the browser's cookies, as the app's proxy does. */
function proxy({ url }: LocalClerk, cookies: CookieJar): typeof fetch {
  return async (input, init) => {
    const { pathname, search } = new URL(String(input), APP);
    const headers = new Headers({
      cookie: cookies.getCookieStringSync(APP),
      "clerk-proxy-url": `${APP}/__clerk`,
    });
    const type = new Headers(init?.headers).get("content-type");
    if (type !== null) headers.set("content-type", type);
    const answer = await fetch(`${url}${pathname.replace("/__clerk", "")}${search}`, {
      method: init?.method ?? "GET",
      headers,
      body: init?.body ?? null,
    });
    for (const line of answer.headers.getSetCookie()) cookies.setCookieSync(line, APP);
    return answer;
  };
}

export async function openPage(
  local: LocalClerk,
  path = "/",
  cookies: CookieJar = new CookieJar(),
): Promise<Page> {
  const options = { url: `${APP}${path}`, runScripts: "outside-only", cookieJar: cookies };
  const { window } = new JSDOM("<!doctype html><body></body>", options);
  Object.assign(window, { fetch: proxy(local, cookies), Headers, Request, Response, FormData });
  Object.assign(window, { TextEncoder, TextDecoder });
  Object.defineProperty(window, "crypto", { value: globalThis.crypto });

  const script = window.document.createElement("script");
  script.src = `/__clerk${BUNDLE}`;
  script.dataset.clerkPublishableKey = local.publishableKey;
  script.dataset.clerkProxyUrl = "/__clerk";
  window.document.body.append(script);
  Object.defineProperty(window.document, "currentScript", { value: script });
  window.eval(await (await fetch(`${local.url}${BUNDLE}`)).text());

  const clerk = Reflect.get(window, "Clerk") as Loadable; // what the bundle leaves there
  const visited: string[] = [];
  const go = (to: URL | string) => {
    visited.push(String(to));
  };
  await clerk.load({
    signInUrl: "/sign-in",
    signUpUrl: "/sign-up",
    routerPush: go,
    routerReplace: go,
  });
  clerk.__internal_windowNavigate = go;
  return { clerk, window, visited, open: (to) => openPage(local, to, cookies) };
}
