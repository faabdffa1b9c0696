/**
 * What the local Clerk and the local Firestore share. It is a package so that both can count on one
 * list of faults and one log of requests, and neither has to import the other or the app.
 */
export { readPort, runService, sentence } from "./command.ts";
export { type Fault, Faults, faultSchema } from "./faults.ts";
export { releaseLock, takeLock } from "./lock.ts";
export { type LoggedRequest, RequestLog } from "./request-log.ts";
