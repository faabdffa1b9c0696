export type { Seed } from "./seed.ts";
export { type FirestoreOptions, type LocalFirestore, startLocalFirestore } from "./server.ts";
