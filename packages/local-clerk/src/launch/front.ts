import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { Socket } from "node:net";
import { createProxyServer } from "httpxy";
import { isLocalHost } from "../local-only.ts";
import type { LocalClerk } from "../server.ts";
import { PROXY_PATH } from "./environment.ts";
import { clerkInHead } from "./inject.ts";

const PORTS_TO_TRY = 20;

/** Under the proxy's path, without it; null for the app's own paths. */
function clerkPath(url: string): string | null {
  if (url === PROXY_PATH || url.startsWith(`${PROXY_PATH}?`)) return "/";
  return url.startsWith(`${PROXY_PATH}/`) ? url.slice(PROXY_PATH.length) : null;
}

function wantsPage({ method, headers }: IncomingMessage): boolean {
  const dest = headers["sec-fetch-dest"];
  return method === "GET" && (dest === undefined || dest === "document")
    ? (headers.accept?.includes("text/html") ?? false)
    : false;
}

function refuse(response: ServerResponse | Socket | undefined, status: number, text: string): void {
  if (response === undefined || response instanceof Socket) response?.destroy();
  else if (response.headersSent) response.destroy();
  else response.writeHead(status, { "content-type": "text/plain; charset=utf-8" }).end(`${text}\n`);
}

/** The app's request as it came: the same Host, so that what compares it with Origin agrees. */
function proxyTo(app: string, publishableKey: string) {
  const pages = createProxyServer({ target: app, selfHandleResponse: true });
  pages.on("proxyRes", (answer, _request, response) => {
    const headers = { ...answer.headers };
    const isPage = headers["content-type"]?.startsWith("text/html") && !headers["content-encoding"];
    if (isPage) delete headers["content-length"];
    response.writeHead(answer.statusCode ?? 502, headers);
    answer.on("error", () => response.destroy());
    if (isPage) answer.pipe(clerkInHead(publishableKey)).pipe(response);
    else answer.pipe(response);
  });
  const others = createProxyServer({ target: app });
  for (const proxy of [pages, others]) {
    proxy.on("error", (error, _request, response) =>
      refuse(response, 502, `The app at ${app} did not answer: ${error.message}`),
    );
  }
  return { pages, others };
}

/** Listens on the port, or on the next one that is free where nobody asked for it. */
async function listen(
  server: Server,
  port: number,
  skip: number,
  isFixed: boolean,
): Promise<number> {
  for (let one = port; ; one += 1) {
    if (one === skip && !isFixed) continue;
    try {
      await new Promise<void>((resolve, reject) => {
        server.once("error", reject).listen(one, "127.0.0.1", resolve);
      });
      break;
    } catch (error) {
      const isTaken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
      if (!isTaken || isFixed || one >= port + PORTS_TO_TRY) throw error;
    } finally {
      server.removeAllListeners("error");
    }
  }
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("The proxy has no port.");
  return address.port;
}

export interface Front {
  url: string;
  close(): void;
}

/**
 * One origin for an app that has no proxy of its own: `/__clerk` is the local Clerk, all else the
 * app, WebSockets included. On 127.0.0.1 only.
 * @param port where to listen; 0 is any free one
 * @param isFixed whether another port is no use
 */
export async function startFront(
  clerk: Pick<LocalClerk, "url" | "publishableKey">,
  options: { appPort: number; port: number; isFixed: boolean },
): Promise<Front> {
  const app = `http://localhost:${options.appPort}`;
  const { pages, others } = proxyTo(app, clerk.publishableKey);
  const toClerk = createProxyServer({ target: clerk.url, changeOrigin: true, xfwd: true });
  toClerk.on("error", (error, _request, response) =>
    refuse(response, 502, `The local Clerk did not answer: ${error.message}`),
  );

  const server = createServer((request, response) => {
    const { host } = request.headers;
    const path = clerkPath(request.url ?? "/");
    if (path === null) {
      if (!wantsPage(request)) return void others.web(request, response);
      // What is compressed could not be read.
      delete request.headers["accept-encoding"];
      return void pages.web(request, response);
    }
    // The local Clerk is asked under its own name, so the name that the browser used counts here.
    if (!isLocalHost(host)) return refuse(response, 403, "Clerk answers to localhost only.");
    request.url = path;
    request.headers["clerk-proxy-url"] = `http://${host}${PROXY_PATH}`;
    return void toClerk.web(request, response);
  });
  server.on("upgrade", (request, socket, head) => {
    if (socket instanceof Socket)
      others.ws(request, socket, {}, head).catch(() => socket.destroy());
  });
  const port = await listen(server, options.port, options.appPort, options.isFixed);
  return {
    url: `http://localhost:${port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
