export { type Keys, loadKeys } from "./keys.ts";
export { type ClerkOptions, type LocalClerk, type SeedUser, startLocalClerk } from "./server.ts";
