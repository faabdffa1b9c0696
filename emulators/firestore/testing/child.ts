/** A local Firestore as a process of its own, for tests that kill it: child.ts DATA_FILE */
import { Faults } from "../../faults.ts";
import { RequestLog } from "../../request-log.ts";
import { startFirestore } from "../server.ts";

const [dataFile = ""] = process.argv.slice(2);
const { host } = await startFirestore({
  dataFile,
  faults: new Faults(),
  requests: new RequestLog(),
});
console.log(host);
