"use server";

import { z } from "zod";
import { action } from "~/lib/actions";
import { claimsSchema } from "~/lib/auth/claims";
import { updateUserMetadata } from "~/lib/auth/user-metadata";
import { summarize } from "~/lib/auth/users";
import { DbError } from "~/lib/firebase/errors";

/** Changes another user's role and plan. Asks Clerk whether the acting user is an admin still. */
export const changeAccess = action({
  name: "change-access",
  access: "/admin",
  fresh: true,
  input: z.strictObject({
    userId: z.string("is missing"),
    ...claimsSchema.pick({ role: true, plan: true }).shape,
  }),
  async run({ userId, role, plan }, { session }) {
    if (userId === session.userId) {
      const message = "You cannot change your own role or plan. Ask another admin.";
      return [DbError.permissionDenied({ resource: `clerk/users/${userId}`, message }), null];
    }
    const [error, user] = await updateUserMetadata(userId, { role, plan });
    return error ? [error, null] : [null, summarize(user)];
  },
  message: ({ email }) => `Saved. ${email} has it at their token’s next refresh, within a minute.`,
});
