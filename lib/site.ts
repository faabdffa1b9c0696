/** What this app is called: in its pages, in the logs, and to Clerk. `npm run setup` changes it. */
export const APP_NAME = "Claims Starter";
/** The same for machines; also the name in package.json. */
export const APP_SLUG = "claims-starter";

/** What pages, search engines and previews of links call this app. */
export const SITE = {
  name: APP_NAME,
  title: "Access control that reads the token, not the database",
  description:
    "A Next.js starter with Clerk and Firestore. Access control reads typed claims from the session token.",
  /** Where the source is published, such as `https://github.com/you/your-app`: adds links to it. */
  source: "",
};
