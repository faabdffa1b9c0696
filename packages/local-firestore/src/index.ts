export type { FirestoreOptions } from "./options.ts";
export type { Seed } from "./seed.ts";
export { type LocalFirestore, startLocalFirestore } from "./server.ts";
