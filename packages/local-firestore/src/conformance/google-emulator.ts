import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

const MAIN = "com.google.cloud.datastore.emulator.firestore.CloudFirestore";

/** Starts Google's emulator from its jar (Java 17 is enough) and waits until it answers. */
export async function startGoogleEmulator(jar: string) {
  const port = await freePort();
  const host = `127.0.0.1:${port}`;
  const java = spawn("java", ["-cp", jar, MAIN, "--host=127.0.0.1", `--port=${port}`], {
    stdio: "ignore",
  });
  const exited = once(java, "exit");
  while (!(await answers(`http://${host}/`))) {
    if (java.exitCode !== null) throw new Error(`java ended with ${java.exitCode}`);
    await sleep(100);
  }
  return {
    host,
    async close() {
      java.kill();
      await exited;
    },
  };
}

const answers = (url: string) =>
  fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("No TCP address");
  return address.port;
}
