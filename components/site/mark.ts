/** The outline of the mark, in a box of 24: a token with one claim cut out of it. */
export const MARK =
  "M6 2h12a4 4 0 0 1 4 4v12a4 4 0 0 1-4 4H6a4 4 0 0 1-4-4V6a4 4 0 0 1 4-4Zm6 5a5 5 0 1 0 4.33 7.5l-2.17-1.25a2.5 2.5 0 1 1 0-2.5l2.17-1.25A5 5 0 0 0 12 7Z";
