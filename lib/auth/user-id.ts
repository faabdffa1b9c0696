import { z } from "zod";

/** Clerk's user ids, bounded so that nothing else gets into a URL or a document path. */
export const userIdSchema = z
  .string("must be a Clerk user id")
  .regex(/^user_[A-Za-z0-9_]{1,64}$/, "must be a Clerk user id: user_ and letters or digits");
