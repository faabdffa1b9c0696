import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { Browser, text } from "../testing/browser.ts";
import { Command } from "../testing/command.ts";
import { ADMIN } from "../testing/local-clerk.ts";

const APP = join(import.meta.dirname, "../../tests/apps/node");

/** The page to which the app and Clerk send a browser that opens the address. */
async function open(browser: Browser, url: string): Promise<Response> {
  const headers = { accept: "text/html", "sec-fetch-dest": "document" };
  const cookie = browser.cookieHeader();
  const answer = await fetch(url, { redirect: "manual", headers: { ...headers, cookie } });
  for (const line of answer.headers.getSetCookie()) browser.setCookie(line);
  const next = answer.headers.get("location");
  return next ? open(browser, new URL(next, url).href) : answer;
}

test("a plain Node server with @clerk/backend knows who signed in, by cookie and by token", async () => {
  const folder = mkdtempSync(join(tmpdir(), "local-clerk-node-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const users = join(folder, "users.json");
  writeFileSync(users, JSON.stringify([ADMIN]));
  const ports = ["--port", "0", "--proxy-port", "0"];
  await using command = new Command(
    [...ports, "--users", users, "--", process.execPath, "server.js"],
    { cwd: APP },
  );
  const [, url = ""] = await command.prints(/Open (http:\/\/localhost:\d+)/);
  expect((await open(new Browser(url), url)).status).toBe(401);

  const browser = new Browser(`${url}/__clerk`);
  const session = await browser.signIn(ADMIN.email, ADMIN.password);
  browser.setCookie(`__client_uat=${Math.floor(Date.now() / 1_000)}`); // as clerk-js does
  expect(await (await open(browser, url)).text()).toBe(`Signed in as ${ADMIN.email}`);
  const token = await browser.post(`/v1/client/sessions/${session}/tokens`);
  const headers = { authorization: `Bearer ${text(token, "jwt")}` };
  expect(await (await fetch(url, { headers })).text()).toBe(`Signed in as ${ADMIN.email}`);
});
