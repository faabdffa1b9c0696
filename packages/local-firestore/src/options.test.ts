import { Faults, RequestLog } from "@claims-starter/local-service";
import { expect, test } from "vitest";
import { checkOptions } from "./options.ts";
import { startLocalFirestore } from "./server.ts";

test.each<[unknown, string]>([
  [{ port: "x" }, "port is 'x'; use a number from 0 to 65535."],
  [{ port: 65_536 }, "port is 65536; use a number from 0 to 65535."],
  [{ port: Number.NaN }, "port is NaN; use a number from 0 to 65535."],
  [{ port: null }, "port is null; use a number from 0 to 65535."],
  [{ dataFile: "" }, "dataFile is ''; use the path of a file."],
  [{ dataFile: 1 }, "dataFile is 1; use the path of a file."],
  [{ reset: "yes" }, "reset is 'yes'; use true or false."],
  [{ faults: [] }, "faults is []; use the faults of another local service."],
  [{ requests: null }, "requests is null; use the requests of another local service."],
  [{ log: true }, "log is true; use a function that takes a line."],
  [
    { ports: 1 },
    "ports is no option of startLocalFirestore; use port, dataFile, reset, faults, requests, or log.",
  ],
  [{ constructor: 1 }, "constructor is no option of startLocalFirestore; use port,"],
  [4_712, "The options are 4712; use an object such as { port: 0 }."],
  [null, "The options are null; use an object such as { port: 0 }."],
])("refuses %o", (options, message) => {
  expect(() => checkOptions(options)).toThrow(message);
});

test("takes every option, and undefined for each", () => {
  const all = { port: 0, dataFile: "a", reset: true, log: () => {} };
  checkOptions({ ...all, faults: new Faults(), requests: new RequestLog() });
  checkOptions({ port: undefined, dataFile: undefined, reset: undefined, log: undefined });
});

test("nothing starts with an option that is refused", async () => {
  const options = { port: "x" } as object;
  await expect(startLocalFirestore(options)).rejects.toThrow("port is 'x'");
});
