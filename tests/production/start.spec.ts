import { expect, test } from "@playwright/test";
import { freePort } from "../tools/free-port.ts";
import { localKeys, realKeys } from "../tools/keys.ts";
import { Program } from "../tools/program.ts";

const NEXT = "node_modules/next/dist/bin/next";

/** Everything as `npm run preview` sets it: each test takes one thing away from it. */
const preview = {
  ...localKeys(),
  CLERK_API_URL: "http://localhost:1",
  FIRESTORE_EMULATOR_HOST: "127.0.0.1:1",
  LOCAL_SERVICES: "preview",
};

const missing = "CLERK_SECRET_KEY is missing.";
const local = "NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY, CLERK_API_URL, FIRESTORE_EMULATOR_HOST";

/**
 * One for each way in. What else is refused, tests/environment shows without a server. The build of
 * the end-to-end tests holds the local Clerk's publishable key, as a leaked one would.
 */
const refused: [what: string, env: Record<string, string>, message: string][] = [
  ["no keys on Vercel", { VERCEL: "1" }, missing],
  ["local keys outside npm run preview", { ...preview, LOCAL_SERVICES: "" }, local],
  [
    "local keys in what claims to be development",
    { ...preview, LOCAL_SERVICES: "", NODE_ENV: "development" },
    local,
  ],
  [
    "real keys on a build that was made for local services",
    realKeys(),
    "NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY points at local services",
  ],
];

for (const [what, env, message] of refused) {
  test(`the production server does not start with ${what}`, async () => {
    const port = await freePort();
    await using server = new Program(process.execPath, [NEXT, "start", "--port", String(port)], {
      env,
    });
    expect(await server.exitCode()).toBe(1);
    expect(server.stderr).toContain(message);
    for (const secret of Object.values(localKeys())) expect(server.output).not.toContain(secret);
  });
}

test("the production server does not start on 127.0.0.1, where it would hang", async () => {
  const args = [NEXT, "start", "--port", String(await freePort()), "-H", "127.0.0.1"];
  await using server = new Program(process.execPath, args, { env: preview });
  expect(await server.exitCode()).toBe(1);
  expect(server.stderr).toContain("Use localhost or 0.0.0.0 as the host name.");
});

test("the preview does not start on Vercel", async () => {
  await using launcher = new Program(process.execPath, ["dev/launch.ts", "preview"], {
    env: { VERCEL: "1", PORT: String(await freePort()) },
  });
  expect(await launcher.exitCode()).toBe(1);
  expect(launcher.stderr).toContain(missing);
  expect(launcher.stdout).not.toContain("local services");
});
