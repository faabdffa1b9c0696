import { copyFileSync, globSync, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { startLocalFirestore } from "@claims-starter/local-firestore";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { freePort } from "../tools/free-port.ts";
import { Program } from "../tools/program.ts";
import { testsBehindProxies } from "./behind-proxies.ts";
import {
  ask,
  buildContainer,
  instructions,
  KEYS,
  localServices,
  startServer,
} from "./container.ts";
import { testsOnVercelApp } from "./vercel-app.ts";
import { testsOfWhatIsWatched } from "./watched.ts";

let container: Awaited<ReturnType<typeof buildContainer>>;
beforeAll(async () => {
  container = await buildContainer();
});
afterAll(() => container?.[Symbol.dispose]());

const image = () => container.image;

describe("the container", () => {
  test("runs Node 24 as a user without rights", () => {
    for (const from of instructions("FROM")) expect(from).toMatch(/^node:24-slim( AS \w+)?$/);
    expect(instructions("USER")).toEqual(["node"]);
  });

  test("has the server and nothing of the tests, the local services or the sources", () => {
    const files = readdirSync(image(), { recursive: true, encoding: "utf8" });
    const own = files.filter((file) => !file.startsWith("node_modules/"));
    const bytes = files.reduce((sum, file) => sum + statSync(join(image(), file)).size, 0);
    console.log(`The image's files: ${(bytes / 1e6).toFixed(1)} MB, ${files.length} files`);
    expect(own).toEqual(expect.arrayContaining(["server.js", ".next/static", "public"]));
    const top = own.filter((file) => !file.includes("/"));
    expect(top.sort()).toEqual([".next", "node_modules", "package.json", "public", "server.js"]);
    expect(own.filter((file) => /\.tsx?$|\.test\.|(^|\/)\.env/.test(file))).toEqual([]);
    expect(
      globSync("node_modules/{@claims-starter,vitest,@playwright,@biomejs,hono}", { cwd: image() }),
    ).toEqual([]);
    expect(bytes).toBeLessThan(120e6);
  });

  test("does not start with a Node that npm fetched for development", async () => {
    const node = join(image(), "node_modules/.bin/node");
    mkdirSync(dirname(node), { recursive: true });
    copyFileSync(process.execPath, node);
    onTestFinished(() => rmSync(node));
    await using server = new Program(node, ["server.js"], {
      cwd: image(),
      env: { ...KEYS, NODE_ENV: "production", PORT: String(await freePort()) },
    });
    expect(await server.exitCode()).toBe(1);
    expect(server.stderr).toContain("The Node in node_modules is for development.");
  });

  test("serves pages, with Firestore, and says that it is healthy", async () => {
    const firestore = await startLocalFirestore({});
    await using server = await startServer(image(), localServices(firestore));
    expect((await ask(server.url)).status).toBe(200);
    expect((await ask(`${server.url}/dashboard`)).headers.get("location")).toMatch(/^\/sign-in\?/);
    const page = await ask(`${server.url}/dashboard`, { plan: "pro" });
    expect(page.status).toBe(200);
    const [asset = ""] = /\/_next\/static\/[^"]+\.js/.exec(await page.text()) ?? [];
    expect((await ask(server.url + asset)).status).toBe(200);
    const newcomer = { onboardingComplete: false };
    const profile = await ask(`${server.url}/onboarding/welcome`, newcomer);
    expect(await profile.text()).toContain("Continue");

    const [command = "[]"] = instructions("HEALTHCHECK").map(
      (line) => line.split(" CMD ")[1] ?? "",
    );
    const [, ...args]: string[] = JSON.parse(command);
    await using healthy = new Program(process.execPath, args, { env: { PORT: server.port } });
    expect(await healthy.exitCode()).toBe(0);
    await using ill = new Program(process.execPath, args, { env: { PORT: "1" } });
    expect(await ill.exitCode()).toBe(1);
    await firestore.close();
  });
});

testsOnVercelApp(image);
testsBehindProxies(image);
testsOfWhatIsWatched(image);
