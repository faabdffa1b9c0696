import { expect, test } from "vitest";
import { readTextUpTo } from "~/lib/request/read-text";

function post(body: ReadableStream | string): Request {
  // Node wants `duplex` for a stream; TypeScript's DOM types do not know it yet.
  const init: RequestInit & { duplex: "half" } = { method: "POST", body, duplex: "half" };
  return new Request("http://localhost/", init);
}

test("reads a body whole, whatever it is cut into", async () => {
  const parts = new TextEncoder().encode("zwölf").values();
  const stream = new ReadableStream({
    pull(controller) {
      const { value, done } = parts.next();
      if (done) controller.close();
      else controller.enqueue(Uint8Array.of(value));
    },
  });
  expect(await readTextUpTo(post(stream), 6)).toBe("zwölf");
  expect(await readTextUpTo(new Request("http://localhost/"), 6)).toBe("");
});

test("stops reading after the most bytes", async () => {
  let sent = 0;
  const endless = new ReadableStream({
    pull(controller) {
      sent += 1_000;
      controller.enqueue(new Uint8Array(1_000));
    },
  });
  expect(await readTextUpTo(post(endless), 10_000)).toBeNull();
  expect(sent).toBeLessThan(20_000);
});

test("stops waiting for a body that does not arrive", async () => {
  let isCancelled = false;
  const silent = new ReadableStream({
    cancel() {
      isCancelled = true;
    },
  });
  expect(await readTextUpTo(post(silent), 10, 50)).toBeNull();
  expect(isCancelled).toBe(true);
});
