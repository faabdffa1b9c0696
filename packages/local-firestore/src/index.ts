export { type FirestoreOptions, type LocalFirestore, startFirestore } from "./server.ts";
