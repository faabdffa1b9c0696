/** Bytes of the largest form. Next refuses a larger one before an action runs. */
export const MOST_FORM_BYTES = 100 * 1024;
