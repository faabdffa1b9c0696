import type { Shot } from "./client.ts";

/** Who sends requests: the limits of the starter are for each user, so there are many. */
export interface Visitor {
  cookie: string;
}

/** `none`: no gate and no Clerk. `lookup`: asks Clerk for the user at each request. */
export type Side = "none" | "bare" | "starter" | "lookup" | "lookup, 30 ms";

export interface Case {
  name: string;
  /** The path that each measured side has for it. */
  paths: Partial<Record<Side, string>>;
  /** Who asks: somebody who is signed in, or nobody. */
  signedIn: boolean;
  status: number;
  accept: "text/html" | "application/json";
  /** Sends the page's form, as a browser without JavaScript does. */
  form?: boolean;
}

const LOOKUP = { lookup: "/lookup", "lookup, 30 ms": "/lookup" };
const API_LOOKUP = { lookup: "/api/lookup", "lookup, 30 ms": "/api/lookup" };
const page = { signedIn: true, status: 200, accept: "text/html" } as const;
const api = { signedIn: true, status: 200, accept: "application/json" } as const;

export const CASES: Case[] = [
  {
    ...page,
    name: "gated page",
    paths: { none: "/open", bare: "/bench", starter: "/bench", ...LOOKUP },
  },
  {
    ...page,
    name: "redirect to sign-in",
    paths: { bare: "/bench", starter: "/bench" },
    signedIn: false,
    status: 307,
  },
  {
    ...page,
    name: "denied page",
    paths: { bare: "/bench/denied", starter: "/bench/denied" },
    status: 403,
  },
  {
    ...api,
    name: "API, 200",
    paths: { none: "/api/open", bare: "/api/bench", starter: "/api/bench", ...API_LOOKUP },
  },
  {
    ...api,
    name: "API, 403",
    paths: { bare: "/api/bench/denied", starter: "/api/bench/denied" },
    status: 403,
  },
  {
    ...page,
    name: "server action",
    paths: { bare: "/bench", starter: "/bench", ...LOOKUP },
    status: 303,
    form: true,
  },
];

const BOUNDARY = "----bench";

/** The body of the page's only form: its hidden fields, as the browser would send them. */
export function formBody(html: string): string {
  const [form = ""] = /<form[\s\S]*?<\/form>/.exec(html) ?? [];
  const fields = [...form.matchAll(/<input[^>]*>/g)].map(([input]) => {
    const read = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(input)?.[1] ?? "";
    const value = read("value").replaceAll("&quot;", '"').replaceAll("&amp;", "&");
    return `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${read("name")}"\r\n\r\n${value}\r\n`;
  });
  if (fields.length === 0) throw new Error("The page has no form.");
  return `${fields.join("")}--${BOUNDARY}--\r\n`;
}

/** The request of one visitor for one case. */
export function shotFor(
  { status, accept, form }: Case,
  path: string,
  visitor: Visitor,
  origin: string,
  body?: string,
): Shot {
  const headers = {
    accept,
    cookie: visitor.cookie,
    ...(accept === "text/html" && { "sec-fetch-dest": "document" }),
  };
  if (!form) return { path, headers, status };
  return {
    method: "POST",
    path,
    status,
    headers: { ...headers, origin, "content-type": `multipart/form-data; boundary=${BOUNDARY}` },
    ...(body !== undefined && { body }),
  };
}
