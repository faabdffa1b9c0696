"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { action } from "~/lib/access/action";
import * as change from "~/lib/admin/change-user";
import { claimsSchema } from "~/lib/auth/claims";
import { privateMetadataFields } from "~/lib/auth/private-metadata";
import { userIdSchema } from "~/lib/auth/user-id";

const { role, plan } = claimsSchema.shape;

export const changeAccess = action({
  name: "change-access",
  access: "/admin",
  fresh: true,
  input: z.strictObject({ userId: userIdSchema, role, plan, seenRole: role, seenPlan: plan }),
  async run({ userId, seenRole, seenPlan, ...wanted }, { session, log }) {
    const who = { actorId: session.userId, targetId: userId, log };
    const seen = { role: seenRole, plan: seenPlan };
    const result = await change.changeAccess(who, seen, wanted);
    // Shows the user as they are now, also after a conflict.
    revalidatePath("/admin", "layout");
    return result;
  },
  message: () => "Saved. New access counts at once; removed access ends within a minute.",
});

/** Replaces a user's private fields. An empty field is deleted. */
export const savePrivateMetadata = action({
  name: "save-private-metadata",
  access: "/admin",
  fresh: true,
  input: privateMetadataFields
    .partial()
    .extend({ userId: userIdSchema, seenChange: z.uuid().optional() }),
  async run({ userId, seenChange, ...fields }, { session, log }) {
    const who = { actorId: session.userId, targetId: userId, log };
    const result = await change.changePrivateMetadata(who, seenChange, fields);
    revalidatePath("/admin", "layout");
    return result;
  },
  message: () => "Saved.",
});
