import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { Command } from "../testing/command.ts";

/** An app that knows no proxy: it echoes, it has a page, and it switches protocols. */
const APP = `import { createServer } from "node:http";
const server = createServer((request, response) => {
  const { url, headers } = request;
  if (url === "/page") {
    response.writeHead(200, { "content-type": "text/html", "content-length": 54 });
    return response.end("<!doctype html><html><head></head><body>é</body></html>".slice(0, 53));
  }
  if (url === "/exit") process.exit(7);
  response.end(JSON.stringify({ url, headers, env: process.env }));
});
server.on("upgrade", (request, socket) => {
  socket.end("HTTP/1.1 101 Switching Protocols\\r\\nConnection: Upgrade\\r\\nUpgrade: websocket\\r\\n\\r\\nhello " + request.url);
});
process.on("SIGTERM", () => process.exit(3));
`;
const ON_PORT = `${APP}server.listen(process.env.PORT);`;
const ON_ITS_OWN = `${APP}server.listen(0, () => console.log("\\u001b[1mhttp://localhost:\\u001b[36m" + server.address().port + "/"));`;

function folderWith(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), "local-clerk-launch-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

/** Runs the app under `local-clerk --` and gives the address to open. */
async function run(app: string, files: Record<string, string> = {}, ...options: string[]) {
  const cwd = folderWith({ "server.mjs": app, ...files });
  const command = new Command(
    ["--port", "0", "--proxy-port", "0", ...options, "--", process.execPath, "server.mjs"],
    { cwd },
  );
  onTestFinished(() => command[Symbol.asyncDispose]());
  const [, url = ""] = await command.prints(/Open (http:\/\/localhost:\d+)/);
  return { command, url };
}

const echoed = z.object({
  url: z.string(),
  headers: z.record(z.string(), z.string()),
  env: z.record(z.string(), z.string()),
});

test.each([
  ["on the PORT that it was given", ON_PORT],
  ["on a port of its own, which it prints", ON_ITS_OWN],
])("an app that listens %s is opened on one origin with Clerk", async (_, app) => {
  const { url, command } = await run(app);
  const { host } = new URL(url);
  const answer = echoed.parse(await (await fetch(`${url}/a?b=c`)).json());
  expect(answer).toMatchObject({ url: "/a?b=c", headers: { host } });
  expect(answer.headers).not.toHaveProperty("x-forwarded-host");
  expect(answer.env).toMatchObject({
    NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: expect.stringMatching(/^pk_test_/),
    VITE_CLERK_PUBLISHABLE_KEY: answer.env.NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY,
    CLERK_SECRET_KEY: expect.stringMatching(/^sk_test_/),
    NEXT_PUBLIC_CLERK_PROXY_URL: "/__clerk",
    NEXT_PUBLIC_CLERK_SIGN_IN_URL: "/__clerk/sign-in",
  });
  expect(answer.env).not.toHaveProperty("CLERK_WEBHOOK_SIGNING_SECRET");

  const environment = await (await fetch(`${url}/__clerk/v1/environment`)).json();
  expect(environment.display_config.sign_in_url).toBe(`${url}/__clerk/sign-in`);
  command.signal("SIGTERM");
  // The app's own code: it was asked, not killed.
  expect(await command.exitCode()).toBe(3);
  await expect(fetch(url)).rejects.toThrow();
});

test("what the app's .env file or its sign-in page says, stays", async () => {
  const env = "NEXT_PUBLIC_CLERK_SIGN_IN_URL=/login\nCLERK_SECRET_KEY=sk_test_of_a_real_one";
  const { url } = await run(ON_PORT, { ".env.local": env });
  const answer = echoed.parse(await (await fetch(url)).json());
  expect(answer.env).not.toHaveProperty("NEXT_PUBLIC_CLERK_SIGN_IN_URL");
  expect(answer.env).toHaveProperty("NEXT_PUBLIC_CLERK_SIGN_UP_URL");
  expect(answer.env.CLERK_SECRET_KEY).not.toBe("sk_test_of_a_real_one");
});

test("a page that does not load clerk-js gets it, and its letters stay whole", async () => {
  const { url } = await run(ON_PORT);
  const page = await fetch(`${url}/page`, { headers: { accept: "text/html" } });
  const html = await page.text();
  expect(html).toMatch(
    /<head><script src="\/__clerk\/npm\/@clerk\/clerk-js@6\/dist\/clerk\.browser\.js" [^>]*data-clerk-proxy-url="\/__clerk"><\/script><script src="\/__clerk\/npm\/@clerk\/ui/,
  );
  expect(html).toContain("<body>é</body>");
  const [, script = ""] = /src="([^"]+)"/.exec(html) ?? [];
  expect((await fetch(url + script)).headers.get("content-type")).toContain("javascript");
  // What is no page stays as it is.
  expect(await (await fetch(`${url}/page`)).text()).not.toContain("<script");
});

test("WebSockets reach the app", async () => {
  const { url } = await run(ON_PORT);
  const reply = await new Promise<string>((resolve, reject) => {
    request(`${url}/hmr`, { headers: { connection: "Upgrade", upgrade: "websocket" } })
      .on("upgrade", (_response, socket, head) => {
        let text = head.toString();
        socket.on("data", (chunk) => {
          text += chunk;
        });
        socket.on("end", () => resolve(text));
      })
      .on("error", reject)
      .end();
  });
  expect(reply).toBe("hello /hmr");
});

test("nothing but the Frontend API is reached through the app's origin, and under this machine's name only", async () => {
  const { url } = await run(ON_PORT);
  for (const path of ["/_local/requests", "/_local/faults", "/_inspector/"]) {
    expect((await fetch(`${url}/__clerk${path}`)).status, path).toBe(403);
  }
  expect((await fetch(`${url}/__clerk/v1/users`)).status).toBe(401);
  const status = await new Promise((resolve, reject) => {
    request(`${url}/__clerk/v1/environment`, { headers: { host: "rebound.example" } })
      .on("response", (response) => resolve(response.resume().statusCode))
      .on("error", reject)
      .end();
  });
  expect(status).toBe(403);
});

test("the command's exit code is the program's, and its end is the end of both", async () => {
  const { url, command } = await run(ON_PORT);
  await fetch(`${url}/exit`).catch(() => {});
  expect(await command.exitCode()).toBe(7);
  await using once = new Command(["--port", "0", "--", process.execPath, "-e", "process.exit(4)"]);
  expect(await once.exitCode()).toBe(4);
  await using missing = new Command(["--port", "0", "--", "no-such-command-here"]);
  expect(await missing.exitCode()).toBe(127);
  expect(missing.stderr).toContain("no-such-command-here: command not found");
});

// As npm does with a script that it runs in a shell.
const RUNNER = `import { spawn } from "node:child_process";
spawn(process.execPath, ["app.mjs"], { stdio: "inherit" });
process.on("SIGTERM", () => process.exit(143));
`;

test("a command that ends before the app that it has started takes the app along", async () => {
  const app = `${ON_PORT}console.log("on", process.env.PORT);`;
  const { command } = await run(RUNNER, { "app.mjs": app });
  const [, port = ""] = await command.prints(/on (\d+)/);
  expect((await fetch(`http://localhost:${port}/`)).status).toBe(200);
  command.signal("SIGTERM");
  expect(await command.exitCode()).toBe(143);
  await expect(fetch(`http://localhost:${port}/`)).rejects.toThrow();
});
