export type { Seed } from "./seed.ts";
export { type FirestoreOptions, type LocalFirestore, startFirestore } from "./server.ts";
