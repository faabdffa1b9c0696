/** What this app is called: in its pages, in the logs, and to Clerk. `npm run setup` changes it. */
export const APP_NAME = "Claims Starter";
/** The same for machines; also the name in package.json. */
export const APP_SLUG = "claims-starter";
