export { type Keys, loadKeys } from "./keys.ts";
export { type ClerkOptions, type LocalClerk, type SeedUser, startClerk } from "./server.ts";
