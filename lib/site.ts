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
  /** The outline of the mark, in a box of 24: a token with one claim cut out of it. */
  mark: "M6 2h12a4 4 0 0 1 4 4v12a4 4 0 0 1-4 4H6a4 4 0 0 1-4-4V6a4 4 0 0 1 4-4Zm6 5a5 5 0 1 0 4.33 7.5l-2.17-1.25a2.5 2.5 0 1 1 0-2.5l2.17-1.25A5 5 0 0 0 12 7Z",
};
