/** What pages, search engines and previews of links call this app. `npm run setup` changes it. */
export const SITE = {
  name: "Claims Starter",
  /** For logs, Clerk and other machines; also the name in package.json. */
  slug: "claims-starter",
  title: "Access control that reads the token, not the database",
  description:
    "A Next.js starter with Clerk and Firestore. Access control reads typed claims from the session token.",
  /** Where the source is published, such as `https://github.com/you/your-app`: adds links to it. */
  source: "",
};
