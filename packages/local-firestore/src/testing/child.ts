/** A local Firestore as a process of its own, for tests that kill it: child.ts DATA_FILE */
import { startLocalFirestore } from "../server.ts";

const [dataFile = ""] = process.argv.slice(2);
const { host } = await startLocalFirestore({ dataFile });
console.log(host);
